import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	createPairing,
	declineAgreement,
	endPairing,
	logShadowing,
	proposeAgreement,
	signAgreement,
	verifyPairingChain
} from '$lib/features/mentoring/index.server';
import { loadVersions } from '$lib/features/mentoring/agreement.server';
import { pairings } from '$lib/features/mentoring/tables.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { units } from '$lib/features/people/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { givenPairing, givenUnsigned, on, race, session } from './story';

const newest = async (world: World, pairingId: string) => (await loadVersions(world.db, pairingId)).at(-1)!;
const kinds = async (world: World, person: GivenPerson) =>
	(await listNotifications(world.ctx(person), { page: 1 })).rows.map(({ kind }) => kind);

onEveryDatabase('agreements', (world) => {
	it('come into force with the second signature, and only then are sessions logged', async () => {
		const { trainee, mentor, id } = await givenUnsigned(world);
		const first = await newest(world, id);
		expect(first).toMatchObject({
			version: 1,
			state: 'proposed',
			content: { purpose: 'skills', target: null }
		});
		expect(first.content.steps.reduce((a, b) => a + b, 0)).toBe(2400);
		const answer = { pairingId: id, agreementId: first.id };
		await signAgreement(world.ctx(trainee, on('2026-01-06')), answer);
		await expect(logShadowing(world.ctx(mentor, on('2026-01-10')), session(id))).rejects.toMatchObject({
			code: 'mentoring.agreement.unsigned'
		});
		await expect(signAgreement(world.ctx(trainee, on('2026-01-06')), answer)).rejects.toMatchObject({
			code: 'mentoring.agreement.answered'
		});
		await signAgreement(world.ctx(mentor, on('2026-01-07')), answer);
		expect((await newest(world, id)).state).toBe('agreed');
		const [row] = await world.db.select().from(pairings).where(eq(pairings.id, id));
		expect(row?.agreedAt).toEqual(on('2026-01-07'));
		await logShadowing(world.ctx(mentor, on('2026-01-10')), session(id));
		expect(await verifyPairingChain(world.db, id)).toMatchObject({ intact: true, signatures: 3 });
		expect(await kinds(world, trainee)).toContain('mentoring.agreement.agreed');
		expect(await kinds(world, mentor)).toContain('mentoring.agreement.signed');
	});

	it('are signed by nobody else: not HR, not strangers, not jobs', async () => {
		const { hr, id } = await givenUnsigned(world);
		const answer = { pairingId: id, agreementId: (await newest(world, id)).id };
		const stranger = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(signAgreement(world.ctx(hr), answer)).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(signAgreement(world.ctx(), answer)).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(signAgreement(world.ctx(stranger), answer)).rejects.toMatchObject({ kind: 'not_found' });
		const other = await givenUnsigned(world);
		await expect(
			signAgreement(world.ctx(other.trainee), { ...answer, pairingId: other.id })
		).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('can be declined with a reason, and put forward anew', async () => {
		const { hr, trainee, mentor, id, plan } = await givenUnsigned(world);
		const answer = { pairingId: id, agreementId: (await newest(world, id)).id };
		await declineAgreement(world.ctx(mentor, on('2026-01-06')), { ...answer, reason: '三月起外派半年' });
		expect((await newest(world, id)).state).toBe('declined');
		expect(await kinds(world, trainee)).toContain('mentoring.agreement.declined');
		expect(await kinds(world, hr)).toContain('mentoring.agreement.declined');
		await expect(signAgreement(world.ctx(trainee, on('2026-01-06')), answer)).rejects.toMatchObject({
			code: 'mentoring.agreement.settled'
		});
		await proposeAgreement(world.ctx(hr, on('2026-01-07')), {
			...{ pairingId: id, ...plan, startsOn: '2026-01-12', endsOn: '2026-03-01' }
		});
		const second = await newest(world, id);
		for (const side of [trainee, mentor]) {
			await signAgreement(world.ctx(side, on('2026-01-08')), { pairingId: id, agreementId: second.id });
		}
		const [row] = await world.db.select().from(pairings).where(eq(pairings.id, id));
		expect(row).toMatchObject({ startsOn: '2026-01-12', endsOn: '2026-03-01' });
	});

	it('change only by a new version that both sign; its proposer has signed it', async () => {
		const { trainee, mentor, id, plan } = await givenPairing(world);
		const ctx = world.ctx(trainee, on('2026-02-01'));
		const longer = { pairingId: id, ...plan, endsOn: '2026-09-30', plannedMinutes: 3000 };
		const refused = (change: object, code: string) =>
			expect(proposeAgreement(ctx, { ...longer, ...change })).rejects.toMatchObject({ code });
		await refused({ endsOn: plan.endsOn, plannedMinutes: 2400 }, 'mentoring.agreement.unchanged');
		await refused({ startsOn: '2026-01-06' }, 'mentoring.agreement.start_fixed');
		await refused({ endsOn: '2026-01-20' }, 'mentoring.pairing.over');
		await refused({ steps: [60, 0, 0, 0, 0, 0, 0] }, 'mentoring.agreement.steps_sum');
		await proposeAgreement(ctx, longer);
		const [before] = await world.db.select().from(pairings).where(eq(pairings.id, id));
		expect(before?.endsOn).toBe(plan.endsOn);
		await logShadowing(world.ctx(mentor, on('2026-02-02')), session(id, { occurredOn: '2026-02-02' }));
		await signAgreement(world.ctx(mentor, on('2026-02-03')), {
			...{ pairingId: id, agreementId: (await newest(world, id)).id }
		});
		const [after] = await world.db.select().from(pairings).where(eq(pairings.id, id));
		expect(after).toMatchObject({ endsOn: '2026-09-30', plannedMinutes: 3000, agreedAt: before?.agreedAt });
		expect((await loadVersions(world.db, id)).map(({ state }) => state)).toEqual(['agreed', 'agreed']);
	});

	it('let a newer version take the place of one that waits', async () => {
		const { trainee, mentor, id, plan } = await givenPairing(world);
		await proposeAgreement(world.ctx(trainee, on('2026-02-01')), {
			pairingId: id,
			...plan,
			goal: '独立授信'
		});
		const waiting = await newest(world, id);
		await proposeAgreement(world.ctx(mentor, on('2026-02-02')), { pairingId: id, ...plan, goal: '独立尽调' });
		await expect(
			signAgreement(world.ctx(mentor, on('2026-02-02')), { pairingId: id, agreementId: waiting.id })
		).rejects.toMatchObject({ code: 'mentoring.agreement.superseded' });
		const stranger = await givenPerson(world, { roles: ['mentor'] });
		await expect(
			proposeAgreement(world.ctx(stranger), { pairingId: id, ...plan, goal: '别的' })
		).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('are not signed with whoever manages the trainee, nor once the pairing has ended', async () => {
		const { hr, mentor, plan } = await givenPairing(world);
		const unit = await givenUnit(world);
		const trainee = await givenPerson(world, { unit });
		const head = (personId: string | null) =>
			world.db.update(units).set({ headId: personId }).where(eq(units.id, unit.id));
		await head(mentor.id);
		const ctx = world.ctx(hr, on('2026-01-05'));
		const input = { ...plan, traineeId: trainee.id, mentorId: mentor.id };
		await expect(createPairing(ctx, input)).rejects.toMatchObject({ code: 'mentoring.pairing.manager' });
		await head(null);
		const { id } = await createPairing(ctx, input);
		const answer = { pairingId: id, agreementId: (await newest(world, id)).id };
		await head(mentor.id);
		await expect(signAgreement(world.ctx(trainee), answer)).rejects.toMatchObject({
			code: 'mentoring.pairing.manager'
		});
		await head(null);
		await endPairing(ctx, { pairingId: id, reason: 'hr', note: '岗位调整' });
		await expect(signAgreement(world.ctx(trainee), answer)).rejects.toMatchObject({
			code: 'mentoring.pairing.ended'
		});
	});

	it('are answered once by each side, both at once in any order', async () => {
		const { trainee, mentor, id } = await givenUnsigned(world);
		const answer = { pairingId: id, agreementId: (await newest(world, id)).id };
		const result = await race([
			signAgreement(world.ctx(trainee), answer),
			signAgreement(world.ctx(mentor), answer),
			signAgreement(world.ctx(trainee), answer)
		]);
		expect(result.done).toBe(2);
		expect((await newest(world, id)).state).toBe('agreed');
		expect(await verifyPairingChain(world.db, id)).toMatchObject({ intact: true, signatures: 2 });
	});
});
