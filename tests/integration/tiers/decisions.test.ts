import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	approveDecision,
	getDecision,
	listDecisions,
	proposalsAwaiting,
	proposeDecision,
	proposeDecisions,
	rejectDecision,
	replayDecision,
	withdrawDecision
} from '$lib/features/tiers/index.server';
import { appointments, decisions } from '$lib/features/tiers/tables.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { givenEvidence, givenPairing, givenReadyForManager, NOW, TODAY } from './given';

const reason = '2026 年度等级评定';
const LATER = new Date('2026-11-24T02:00:00Z');

onEveryDatabase('decide on a tier', (world) => {
	let officer: GivenPerson;
	let approver: GivenPerson;
	const as = (who: GivenPerson, now = NOW) => world.ctx(who, now);
	beforeAll(async () => {
		officer = await givenPerson(world, { roles: ['hrOfficer'] });
		approver = await givenPerson(world, { roles: ['hrApprover'] });
	});
	const proposed = async (person: GivenPerson) =>
		proposeDecision(as(officer), { personId: person.id, reason });
	const stateOf = async (id: string) =>
		(await world.db.select().from(decisions).where(eq(decisions.id, id)))[0];

	it('proposes, approves, appoints from that day and tells everybody concerned', async () => {
		const person = await givenReadyForManager(world);
		const id = await proposed(person);
		expect(await stateOf(id)).toMatchObject({
			state: 'proposed',
			kind: 'promotion',
			fromTier: 'assistant',
			toTier: 'manager',
			asOf: TODAY,
			proposedBy: officer.id
		});
		expect((await proposalsAwaiting(as(approver))).map((one) => one.id)).toContain(id);

		await approveDecision(as(approver, LATER), { decisionId: id, note: '同意' });
		expect(await stateOf(id)).toMatchObject({
			state: 'effective',
			effectiveOn: '2026-11-24',
			closedBy: approver.id,
			closingNote: '同意'
		});
		const held = await world.db.select().from(appointments).where(eq(appointments.decisionId, id));
		expect(held).toMatchObject([{ personId: person.id, tier: 'manager', startsOn: '2026-11-24' }]);
		const told = await world.db.select().from(notifications);
		const kinds = (of: GivenPerson) => told.filter((one) => one.personId === of.id).map((one) => one.kind);
		expect(kinds(person)).toEqual(['tiers.appointed']);
		expect(kinds(approver)).toContain('tiers.proposed');
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(entries.map((entry) => [entry.action, entry.personId])).toEqual([
			['tiers.decision.propose', person.id],
			['tiers.decision.approve', person.id]
		]);
		expect(await proposalsAwaiting(as(approver))).toEqual([]);
	});

	it('keeps what it was decided on, and replays to the same bytes when facts have changed', async () => {
		const person = await givenReadyForManager(world);
		const id = await proposed(person);
		const before = await getDecision(as(officer), id);
		await givenEvidence(world, person, 'discipline', '2026-11-20', {
			kind: 'compliance',
			severity: 'serious',
			description: '违规'
		});
		const after = await getDecision(as(officer), id);
		expect(after.explanation).toEqual(before.explanation);
		expect(after.facts).toEqual(before.facts);
		expect(after.replay).toMatchObject({ identical: true, factsIntact: true, explanationIntact: true });
		expect(await replayDecision(as(officer), id)).toMatchObject({ identical: true });
		await expect(
			world.db.update(decisions).set({ reason: '改' }).where(eq(decisions.id, id))
		).rejects.toThrow();
	});

	it('refuses to approve whoever no longer qualifies', async () => {
		const person = await givenReadyForManager(world);
		const id = await proposed(person);
		await givenEvidence(world, person, 'creditCheck', '2026-11-21', { outcome: 'poor', source: '征信中心' });
		await expect(approveDecision(as(approver), { decisionId: id })).rejects.toMatchObject({
			kind: 'conflict',
			code: 'tiers.decision.no_longer_eligible'
		});
		expect(await stateOf(id)).toMatchObject({ state: 'proposed' });
	});

	it('refuses proposals without eligibility, twice, or at the top', async () => {
		const short = await givenReadyForManager(world, ['certificate']);
		await expect(proposed(short)).rejects.toMatchObject({
			code: 'tiers.decision.not_eligible',
			params: { tier: '客户经理' }
		});
		const person = await givenReadyForManager(world);
		await proposed(person);
		await expect(proposed(person)).rejects.toMatchObject({ kind: 'conflict', code: 'tiers.decision.open' });
		const left = await givenReadyForManager(world, [], { status: 'left' });
		await expect(proposed(left)).rejects.toMatchObject({ code: 'tiers.decision.not_active' });
		await expect(
			proposeDecision(as(officer, new Date('2023-06-01T00:00:00Z')), { personId: person.id, reason })
		).rejects.toMatchObject({ code: 'tiers.policy.none' });
		await expect(proposeDecision(as(officer), { personId: 'nonsense', reason })).rejects.toThrow();
	});

	it('proposes all or none', async () => {
		const [good, bad] = [
			await givenReadyForManager(world),
			await givenReadyForManager(world, ['creditCheck'])
		];
		await expect(
			proposeDecisions(as(officer), { personIds: [good.id, bad.id], reason })
		).rejects.toMatchObject({ code: 'tiers.decision.not_eligible' });
		expect(
			(await listDecisions(as(officer), { state: 'proposed', kind: null, q: good.employeeNo, page: 1 })).total
		).toBe(0);
		const other = await givenReadyForManager(world);
		expect(await proposeDecisions(as(officer), { personIds: [good.id, other.id], reason })).toHaveLength(2);
	});

	it('keeps duties apart', async () => {
		const both = await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] });
		const person = await givenReadyForManager(world);
		const id = await proposeDecision(as(both), { personId: person.id, reason });
		await expect(approveDecision(as(both), { decisionId: id })).rejects.toMatchObject({
			kind: 'forbidden',
			code: 'access.separation.proposer'
		});
		await expect(rejectDecision(as(both), { decisionId: id, note: '不' })).rejects.toMatchObject({
			code: 'access.separation.proposer'
		});

		const self = await givenReadyForManager(world, [], { roles: ['trainee', 'hrOfficer', 'hrApprover'] });
		await expect(proposeDecision(as(self), { personId: self.id, reason })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const own = await proposed(self);
		await expect(approveDecision(as(self), { decisionId: own })).rejects.toMatchObject({
			code: 'access.separation.self'
		});

		const mentor = await givenPerson(world, { roles: ['hrApprover', 'mentor'] });
		const trainee = await givenReadyForManager(world);
		const theirs = await proposed(trainee);
		// The pairing that made them ready ends, and the approver becomes their mentor.
		const { pairings } = await import('$lib/features/mentoring/tables.server');
		await world.db.update(pairings).set({ endedOn: TODAY }).where(eq(pairings.traineeId, trainee.id));
		await givenPairing(world, trainee, mentor);
		await expect(approveDecision(as(mentor), { decisionId: theirs })).rejects.toMatchObject({
			code: 'access.separation.mentor'
		});
		expect((await proposalsAwaiting(as(mentor))).map((one) => one.id)).not.toContain(theirs);
	});

	it('is for those who hold the permission over the unit', async () => {
		const elsewhere = await givenUnit(world);
		const person = await givenReadyForManager(world);
		const far = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: elsewhere });
		const trainee = await givenPerson(world);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		for (const who of [far, trainee, auditor, approver]) {
			await expect(proposeDecision(as(who), { personId: person.id, reason })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		const id = await proposed(person);
		for (const who of [far, trainee, auditor, officer]) {
			await expect(approveDecision(as(who), { decisionId: id })).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(getDecision(as(trainee), id)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(getDecision(as(far), id)).rejects.toMatchObject({ kind: 'forbidden' });
		expect((await listDecisions(as(far), { state: null, kind: null, q: '', page: 1 })).total).toBe(0);
		expect((await getDecision(as(auditor), id)).may).toMatchObject({
			approve: { ok: false, code: 'access.forbidden' },
			withdraw: false
		});
		expect(
			(
				await listDecisions(as(auditor), { state: 'proposed', kind: null, q: person.employeeNo, page: 1 })
			).rows.map((row) => row.id)
		).toEqual([id]);
	});

	it('rejects with a reason and withdraws by the proposer, once', async () => {
		const first = await proposed(await givenReadyForManager(world));
		await rejectDecision(as(approver), { decisionId: first, note: '材料待补' });
		expect(await stateOf(first)).toMatchObject({ state: 'rejected', closingNote: '材料待补' });
		await expect(approveDecision(as(approver), { decisionId: first })).rejects.toMatchObject({
			code: 'tiers.decision.closed'
		});
		await expect(withdrawDecision(as(officer), { decisionId: first })).rejects.toMatchObject({
			code: 'tiers.decision.closed'
		});

		const person = await givenReadyForManager(world);
		const second = await proposed(person);
		const colleague = await givenPerson(world, { roles: ['hrOfficer'] });
		await expect(withdrawDecision(as(colleague), { decisionId: second })).rejects.toMatchObject({
			code: 'tiers.decision.not_proposer'
		});
		await withdrawDecision(as(officer), { decisionId: second });
		expect(await stateOf(second)).toMatchObject({ state: 'withdrawn' });
		await proposed(person);
	});

	it('settles two at once', async () => {
		const person = await givenReadyForManager(world);
		const both = await Promise.allSettled([proposed(person), proposed(person)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'tiers.decision.open' }
		});

		const id = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))[0]!;
		const ends = await Promise.allSettled([
			approveDecision(as(approver), { decisionId: id }),
			approveDecision(as(approver), { decisionId: id })
		]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(ends.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'tiers.decision.closed' }
		});
		expect(await world.db.select().from(appointments).where(eq(appointments.decisionId, id))).toHaveLength(1);
	});
});
