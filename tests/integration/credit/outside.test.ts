import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	acceptOutside,
	claimEvidence,
	claimOutside,
	creditFacts,
	getClaim,
	getMyCredit,
	listClaims,
	listMyClaims,
	refuseOutside,
	withdrawOutside
} from '$lib/features/credit/index.server';
import { claimFilter } from '$lib/features/credit';
import { listNotifications } from '$lib/features/notifications/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { race } from '../mentoring/story';
import { claim, on } from './given';

const APRIL = on('2026-04-01');

onEveryDatabase('training outside', (world) => {
	const staff = () => givenPerson(world, { roles: ['trainingOfficer'] });
	const send = async (person: GivenPerson, change: Partial<typeof claim> = {}, at = APRIL) =>
		(await claimOutside(world.ctx(person, at), { ...claim, ...change })).id;

	it('is claimed with evidence, accepted by an officer, counted on its last day and told', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const claimId = await send(person);
		const list = await listClaims(world.ctx(officer, APRIL), claimFilter(new URLSearchParams()));
		expect(list.rows.find(({ id }) => id === claimId)).toMatchObject({ name: person.name, minutes: 600 });
		const seen = await getClaim(world.ctx(officer, APRIL), claimId);
		expect(seen).toMatchObject({ mayDecide: true, evidence: [{ name: '证书.png' }], overlaps: [] });
		await acceptOutside(world.ctx(officer, APRIL), { claimId, minutes: 600, reason: null });
		const facts = await creditFacts(world.db, [person.id], { on: '2026-04-01' });
		expect(facts.get(person.id)).toMatchObject([
			{ source: 'outside', minutes: 600, earnedOn: '2026-03-03', area: 'products', method: 'classroom' }
		]);
		const mine = await getMyCredit(world.ctx(person, APRIL), 2026);
		expect(mine.entries).toMatchObject([{ minutes: 600, acceptedBy: officer.name, corrections: [] }]);
		expect((await listNotifications(world.ctx(person, APRIL), { page: 1 })).rows).toMatchObject([
			{ kind: 'credit.outsideAccepted' }
		]);
		const log = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, claimId));
		expect(log.map(({ action, personId }) => [action, personId])).toEqual([
			['credit.outside.claim', person.id],
			['credit.outside.accept', person.id]
		]);
	});

	it('is accepted in part only with a reason, never with more', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const claimId = await send(person);
		const accept = (minutes: number, reason: string | null) =>
			acceptOutside(world.ctx(officer, APRIL), { claimId, minutes, reason });
		await expect(accept(601, '多')).rejects.toMatchObject({ code: 'credit.outside.more' });
		await expect(accept(300, null)).rejects.toMatchObject({ code: 'credit.outside.less' });
		await accept(300, '第二天考试');
		expect(await getClaim(world.ctx(person, APRIL), claimId)).toMatchObject({
			...{ state: 'accepted', accepted: 300, reason: '第二天考试', decidedBy: officer.name }
		});
		await expect(accept(300, 'x')).rejects.toMatchObject({ code: 'credit.outside.decided' });
		await expect(withdrawOutside(world.ctx(person, APRIL), { claimId })).rejects.toMatchObject({
			code: 'credit.outside.decided'
		});
	});

	it('is refused when claimed twice, ahead, late, too long or without evidence that is a file', async () => {
		const person = await givenPerson(world);
		const claimId = await send(person);
		const refused = (change: Partial<typeof claim>, code: string) =>
			expect(send(person, change)).rejects.toMatchObject({ code });
		await refused({ title: ' 信贷 风险识别。' }, 'credit.outside.double');
		await refused({ startedOn: '2026-04-01', endedOn: '2026-04-02' }, 'credit.outside.future');
		await refused({ startedOn: '2025-03-01', endedOn: '2025-03-02' }, 'credit.outside.late');
		await refused({ startedOn: '2026-03-03', endedOn: '2026-03-02' }, 'credit.outside.order');
		await refused({ title: '别的', minutes: 1201 }, 'credit.outside.too_long');
		await refused(
			{ title: '别的', files: [{ name: 'x.pdf', bytes: new TextEncoder().encode('<script>') }] },
			'files.file.unknown'
		);
		expect(await listMyClaims(world.ctx(person, APRIL))).toHaveLength(1);
		await withdrawOutside(world.ctx(person, APRIL), { claimId });
		await send(person);
		expect((await listMyClaims(world.ctx(person, APRIL))).map(({ state }) => state).sort()).toEqual([
			'submitted',
			'withdrawn'
		]);
	});

	it('shows what else lies on its days', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const first = await send(person);
		const second = await send(person, { title: '另一场', startedOn: '2026-03-03', endedOn: '2026-03-05' });
		const seen = await getClaim(world.ctx(officer, APRIL), second);
		expect(seen.overlaps.map(({ id }) => id)).toEqual([first]);
	});

	it('is decided by an officer of the unit, never by oneself', async () => {
		const here = await givenUnit(world);
		const elsewhere = await givenUnit(world);
		const person = await givenPerson(world, { unit: here, roles: ['trainee', 'trainingOfficer'] });
		const claimId = await send(person);
		const accept = (who: GivenPerson) =>
			acceptOutside(world.ctx(who, APRIL), { claimId, minutes: 600, reason: null });
		await expect(accept(person)).rejects.toMatchObject({ code: 'access.separation.self' });
		await expect(refuseOutside(world.ctx(person, APRIL), { claimId, reason: 'x' })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const stranger = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: elsewhere });
		await expect(accept(stranger)).rejects.toMatchObject({ code: 'access.forbidden' });
		for (const roles of [['trainee'], ['mentor'], ['hrOfficer'], ['auditor'], ['administrator']] as const)
			await expect(accept(await givenPerson(world, { roles }))).rejects.toMatchObject({
				code: 'access.forbidden'
			});
		await expect(withdrawOutside(world.ctx(stranger, APRIL), { claimId })).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const evidence = (await getClaim(world.ctx(person, APRIL), claimId)).evidence[0]!.id;
		expect(await claimEvidence(world.ctx(person, APRIL), claimId, evidence)).toBe(evidence);
		const other = await givenPerson(world);
		await expect(claimEvidence(world.ctx(other, APRIL), claimId, evidence)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(claimEvidence(world.ctx(person, APRIL), claimId, claimId)).rejects.toMatchObject({
			kind: 'not_found'
		});
		const officer = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: here });
		await refuseOutside(world.ctx(officer, APRIL), { claimId, reason: '没有学时' });
		expect((await creditFacts(world.db, [person.id], { on: '2026-04-01' })).size).toBe(0);
	});

	it('is claimed once and decided once, however many try at once', async () => {
		const [person, officer, other] = [await givenPerson(world), await staff(), await staff()];
		const sent = await race([send(person), send(person)]);
		expect(sent).toEqual({ done: 1, refused: ['credit.outside.double'] });
		const [one] = await listMyClaims(world.ctx(person, APRIL));
		const decided = await race([
			acceptOutside(world.ctx(officer, APRIL), { claimId: one!.id, minutes: 600, reason: null }),
			acceptOutside(world.ctx(other, APRIL), { claimId: one!.id, minutes: 600, reason: null })
		]);
		expect(decided).toEqual({ done: 1, refused: ['credit.outside.decided'] });
	});
});
