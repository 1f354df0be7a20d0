import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { findClashes } from '$lib/features/agenda/index.server';
import { engagements } from '$lib/features/agenda/tables.server';
import {
	cancelSession,
	endPairing,
	getLogForm,
	getPairing,
	getPlanForm,
	logShadowing,
	moveSession,
	planSession,
	proposeAgreement,
	signAgreement
} from '$lib/features/mentoring/index.server';
import { loadVersions } from '$lib/features/mentoring/agreement.server';
import type { PlanSession } from '$lib/features/mentoring';
import { plannedSessions } from '$lib/features/mentoring/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenPairing, givenUnsigned, on, race, session } from './story';

const plan = (pairingId: string, change: Partial<PlanSession> = {}): PlanSession => ({
	...{ pairingId, day: '2026-02-10', time: '14:00', minutes: 90, steps: [2, 5], note: '城东支行大堂' },
	...change
});
const rowOf = async (world: World, id: string) =>
	(await world.db.select().from(plannedSessions).where(eq(plannedSessions.id, id)))[0]!;
const held = (world: World, id: string) =>
	world.db
		.select()
		.from(engagements)
		.where(and(eq(engagements.sourceType, 'shadowing'), eq(engagements.sourceId, id)));

onEveryDatabase('planned sessions', (world) => {
	it('stand in both calendars by the hour, proposed by what is not covered yet', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		await logShadowing(world.ctx(mentor, on('2026-01-10')), session(id));
		const ctx = world.ctx(trainee, on('2026-02-01'));
		const form = await getPlanForm(ctx, id);
		// Steps 1 and 3 were shadowed: they come after all that nobody has touched.
		expect(
			form.proposals
				.slice(-2)
				.map(({ step }) => step)
				.sort()
		).toEqual([1, 3]);
		expect(form.value.steps).toHaveLength(2);
		const { id: planned } = await planSession(ctx, plan(id));
		const rows = await held(world, planned);
		expect(rows.map(({ personId }) => personId).sort()).toEqual([trainee.id, mentor.id].sort());
		expect(rows[0]).toMatchObject({ dayOnly: false, tentative: false });
		const clashes = await findClashes(
			world.db,
			[mentor.id],
			new Date('2026-02-10T07:00:00Z'),
			new Date('2026-02-10T08:00:00Z')
		);
		expect(clashes).toHaveLength(1);
		const page = await getPairing(ctx, id);
		expect(page.plan.upcoming).toHaveLength(1);
		expect(page.plan.proposals.find(({ step }) => step === 5)).toMatchObject({
			planned: 90,
			uncovered: false
		});
	});

	it('are refused where they cannot be: past, outside, over midnight, taken, not agreed', async () => {
		const { mentor, id } = await givenPairing(world);
		const ctx = world.ctx(mentor, on('2026-02-01'));
		const refused = (change: Partial<PlanSession>, code: string) =>
			expect(planSession(ctx, plan(id, change))).rejects.toMatchObject({ code });
		await refused({ day: '2026-01-31' }, 'mentoring.plan.past');
		await refused({ day: '2026-07-01' }, 'mentoring.date.after_end');
		await refused({ time: '23:30' }, 'mentoring.plan.midnight');
		await planSession(ctx, plan(id));
		await refused({ time: '15:00' }, 'mentoring.plan.clash');
		// What only touches is no clash.
		await planSession(ctx, plan(id, { time: '15:30', minutes: 30 }));
		const unsigned = await givenUnsigned(world);
		await expect(planSession(world.ctx(unsigned.mentor), plan(unsigned.id))).rejects.toMatchObject({
			code: 'mentoring.agreement.unsigned'
		});
		const stranger = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(planSession(world.ctx(stranger), plan(id))).rejects.toMatchObject({ kind: 'not_found' });
		await expect(
			planSession(world.ctx(undefined, on('2026-02-01')), plan(id, { day: '2026-02-12' }))
		).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(getPlanForm(world.ctx(unsigned.trainee), unsigned.id)).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('say nothing of what else the other has to do', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const other = await givenPairing(world);
		await planSession(world.ctx(other.mentor, on('2026-02-01')), plan(other.id));
		await world.db
			.update(engagements)
			.set({ personId: trainee.id, title: { 'zh-CN': '复试', en: 'Resit' } })
			.where(eq(engagements.personId, other.trainee.id));
		const refusal = await planSession(world.ctx(mentor, on('2026-02-01')), plan(id)).catch((error) => error);
		expect(refusal).toMatchObject({ code: 'mentoring.plan.clash' });
		expect(JSON.stringify(refusal.params)).not.toContain('复试');
		const own = await planSession(world.ctx(trainee, on('2026-02-01')), plan(id)).catch((error) => error);
		expect(JSON.stringify(own.params)).toContain('复试');
	});

	it('are moved and cancelled by either, and then take no time', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const { id: sessionId } = await planSession(world.ctx(mentor, on('2026-02-01')), plan(id));
		const { pairingId: _, ...when } = plan(id, { day: '2026-02-11', time: '14:30' });
		await moveSession(world.ctx(trainee, on('2026-02-02')), { sessionId, ...when });
		expect((await rowOf(world, sessionId)).startsAt).toEqual(new Date('2026-02-11T06:30:00Z'));
		expect((await held(world, sessionId))[0]?.startsAt).toEqual(new Date('2026-02-11T06:30:00Z'));
		const stranger = await givenPerson(world, { roles: ['hrOfficer'] });
		await expect(cancelSession(world.ctx(stranger), { sessionId, reason: '' })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await cancelSession(world.ctx(trainee, on('2026-02-03')), { sessionId, reason: '客户改期' });
		expect(await held(world, sessionId)).toHaveLength(0);
		await expect(
			moveSession(world.ctx(mentor, on('2026-02-03')), { sessionId, ...when })
		).rejects.toMatchObject({ code: 'mentoring.plan.over' });
	});

	it('are held by the entry of that day, which is no clash with them', async () => {
		const { mentor, id } = await givenPairing(world);
		const { id: sessionId } = await planSession(world.ctx(mentor, on('2026-02-01')), plan(id));
		const entry = await logShadowing(
			world.ctx(mentor, new Date('2026-02-10T09:00:00Z')),
			session(id, { occurredOn: '2026-02-10', startedAt: '14:10' })
		);
		expect(await rowOf(world, sessionId)).toMatchObject({ state: 'held', entryId: entry.id });
		expect(await held(world, sessionId)).toHaveLength(0);
		expect(await held(world, entry.id)).toHaveLength(2);
	});

	it('are what the form for logging starts from, once they are over', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const { id: planned } = await planSession(world.ctx(trainee, on('2026-02-01')), plan(id));
		const asked = (day: string, sessionId: string) => getLogForm(world.ctx(mentor, on(day)), id, sessionId);
		expect((await asked('2026-02-11', planned)).planned).toEqual({
			...{ occurredOn: '2026-02-10', startedAt: new Date('2026-02-10T06:00:00Z') },
			...{ minutes: 90, steps: [2, 5] }
		});
		expect((await asked('2026-02-05', planned)).planned).toBeNull();
		expect((await asked('2026-02-11', id)).planned).toBeNull();
		const other = await givenPairing(world);
		expect(
			(await getLogForm(world.ctx(other.mentor, on('2026-02-11')), other.id, planned)).planned
		).toBeNull();
	});

	it('fall away with the end of the pairing, and with an agreement that ends before them', async () => {
		const { hr, trainee, mentor, id, plan: terms } = await givenPairing(world);
		const ctx = world.ctx(mentor, on('2026-02-01'));
		const { id: late } = await planSession(ctx, plan(id, { day: '2026-06-10' }));
		const { id: early } = await planSession(ctx, plan(id));
		await proposeAgreement(ctx, { pairingId: id, ...terms, endsOn: '2026-03-31' });
		expect((await rowOf(world, late)).state).toBe('planned');
		const agreementId = (await loadVersions(world.db, id)).at(-1)!.id;
		await signAgreement(world.ctx(trainee, on('2026-02-04')), { pairingId: id, agreementId });
		expect((await rowOf(world, late)).state).toBe('cancelled');
		expect((await rowOf(world, early)).state).toBe('planned');
		await endPairing(world.ctx(hr, on('2026-02-05')), { pairingId: id, reason: 'transfer' });
		expect((await rowOf(world, early)).state).toBe('cancelled');
		expect(await held(world, early)).toHaveLength(0);
	});

	it('never take the same hour twice, both planning at once', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const result = await race([
			planSession(world.ctx(trainee, on('2026-02-01')), plan(id)),
			planSession(world.ctx(mentor, on('2026-02-01')), plan(id, { time: '14:30' }))
		]);
		expect(result).toEqual({ done: 1, refused: ['mentoring.plan.clash'] });
	});
});
