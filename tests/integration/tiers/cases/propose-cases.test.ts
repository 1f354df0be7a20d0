import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { notifications } from '$lib/features/notifications/tables.server';
import type { ProposeCases } from '$lib/features/tiers';
import {
	advanceCases,
	approveDecision,
	closeCampaign,
	createCampaign,
	getCampaign,
	getDecision,
	getRanking,
	listCampaigns,
	listExceptions,
	listExceptionUse,
	proposeCases,
	rejectDecision,
	replayDecision,
	voteOnCase,
	warnOfLapse
} from '$lib/features/tiers/index.server';
import { appointments, decisions, exceptions, lapseWarnings } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../../support/world';
import { givenEvidence } from '../given';
import { CASE, givenReady, givenTeam, givenTier, MONDAY, on, type Team } from './given';

onEveryDatabase('propose cases', (world) => {
	let team: Team;
	const as = (who: GivenPerson, now = MONDAY) => world.ctx(who, now);
	beforeAll(async () => {
		team = await givenTeam(world);
	});
	const propose = async (
		person: GivenPerson,
		kind: ProposeCases['kind'],
		more: Partial<ProposeCases> = {},
		now = MONDAY
	) =>
		(
			await proposeCases(as(team.officer, now), {
				...{ personIds: [person.id], reason: '理由', kind, ladder: CASE },
				...more
			})
		)[0]!;
	const rowOf = async (id: string) =>
		(await world.db.select().from(decisions).where(eq(decisions.id, id)))[0]!;
	const tierOf = async (person: GivenPerson) =>
		(await world.db.select().from(appointments).where(eq(appointments.personId, person.id))).at(-1)?.tier;
	const agree = async (id: string, now = MONDAY) => {
		for (const member of team.members.slice(0, 2))
			await voteOnCase(as(member, now), { decisionId: id, vote: 'yes' });
	};

	it('waives one named requirement by an approver further up, and the engine counts it', async () => {
		const outlet = await givenUnit(world, { parent: team.unit });
		const person = await givenReady(world, { without: 'degree', unit: outlet });
		await expect(propose(person, 'next')).rejects.toMatchObject({ code: 'tiers.decision.not_eligible' });
		const ask = { ref: 'degree', months: 6, evidence: '业绩第一' };
		for (const [wrong, code] of [
			[{}, 'cases.exception.choose'],
			[{ ...ask, evidence: '' }, 'cases.exception.choose'],
			[{ ...ask, ref: 'induction' }, 'cases.exception.unwaivable'],
			[{ ...ask, months: 13 }, 'cases.exception.too_long']
		] as const)
			await expect(propose(person, 'exception', wrong)).rejects.toMatchObject({ code });
		const id = await propose(person, 'exception', ask);
		// One level above the outlet is the branch: a grant at the outlet itself is too low.
		const low = await givenPerson(world, { roles: ['hrApprover'], roleUnit: outlet });
		await expect(approveDecision(as(low), { decisionId: id })).rejects.toMatchObject({
			...{ kind: 'forbidden', code: 'cases.exception.higher' }
		});
		const branch = await givenPerson(world, { roles: ['hrApprover'], roleUnit: team.unit });
		await approveDecision(as(branch), { decisionId: id });
		const [row] = await world.db.select().from(exceptions).where(eq(exceptions.decisionId, id));
		expect(row).toMatchObject({ ref: 'degree', tier: 'two', validFrom: '2026-11-23', validTo: '2027-05-22' });
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const listed = await listExceptions(as(auditor), { view: 'inForce', unit: null, page: 1 });
		const uses = (await listExceptionUse(as(auditor))).map(({ params }) => params['used']);
		expect(uses.filter(Boolean)).toEqual([1]);
		expect(listed.rows).toMatchObject([{ decisionId: id, ref: 'degree', evidence: '业绩第一' }]);
		// Now they qualify, and it is seen by what.
		const next = await propose(person, 'next');
		const { explanation } = await getDecision(as(team.approver), next);
		expect(explanation.requirements.map(({ outcome }) => outcome)).toEqual(['met', 'waived', 'met']);
		// One a year, over the whole ladder.
		const other = await givenReady(world, { without: 'degree' });
		await expect(propose(other, 'exception', ask)).rejects.toMatchObject({ code: 'cases.exception.used_up' });
		const whole = await givenReady(world);
		await expect(propose(whole, 'exception', ask)).rejects.toMatchObject({
			code: 'cases.exception.not_needed'
		});
	});

	it('retrains first, warns, then moves down, never before the warning’s days are over', async () => {
		const person = await givenReady(world, { tier: 'two' });
		const lapse = (now: Date) => propose(person, 'lapse', {}, now);
		await expect(lapse(MONDAY)).rejects.toMatchObject({ code: 'cases.case.retained' });
		await givenEvidence(world, person, 'creditCheck', '2026-11-24', { outcome: 'poor', source: '征信中心' });
		const start = on('2026-11-24');
		await expect(propose(person, 'demotion', { ground: 'retention' }, start)).rejects.toMatchObject({
			code: 'cases.case.retrain_first'
		});
		const training = await lapse(start);
		expect(await rowOf(training)).toMatchObject({ kind: 'retraining', purpose: 'retain', fromTier: 'two' });
		await approveDecision(as(team.approver, start), { decisionId: training });
		expect(await rowOf(training)).toMatchObject({ state: 'effective', effectiveOn: '2026-11-24' });
		await expect(lapse(on('2027-02-23'))).rejects.toMatchObject({ code: 'cases.case.retraining_runs' });
		const over = on('2027-03-01');
		await expect(lapse(over)).rejects.toMatchObject({ code: 'cases.case.not_warned' });
		await warnOfLapse(as(team.officer, over), { personIds: [person.id], ladder: CASE });
		await expect(
			warnOfLapse(as(team.officer, over), { personIds: [person.id], ladder: CASE })
		).rejects.toMatchObject({ code: 'cases.retention.warned' });
		const [warning] = await world.db
			.select()
			.from(lapseWarnings)
			.where(eq(lapseWarnings.personId, person.id));
		expect(warning).toMatchObject({ consequence: 'demotion', warnedOn: '2027-03-01', actFrom: '2027-03-08' });
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind)).toEqual(['cases.adverse', 'cases.retraining', 'cases.warned']);
		const demotion = await lapse(over);
		await agree(demotion, over);
		expect(await rowOf(demotion)).toMatchObject({ state: 'approved', effectiveOn: '2027-03-08' });
		await advanceCases(world.ctx(undefined, on('2027-03-07')));
		expect(await tierOf(person)).toBe('two');
		await advanceCases(world.ctx(undefined, on('2027-03-08')));
		expect(await tierOf(person)).toBe('one');
		expect(await replayDecision(as(team.officer), demotion)).toMatchObject({ identical: true });
	});

	it('stops a demotion when the person satisfies the tier again', async () => {
		const person = await givenReady(world, { without: 'credit', tier: 'one' });
		// What is merely not on record takes nothing from anybody.
		await expect(propose(person, 'exit', { ground: 'retention' })).rejects.toMatchObject({
			code: 'cases.case.unknown'
		});
		await givenEvidence(world, person, 'creditCheck', '2026-11-01', { outcome: 'poor', source: '征信中心' });
		await warnOfLapse(as(team.officer), { personIds: [person.id], ladder: CASE });
		const id = await propose(person, 'lapse');
		expect(await rowOf(id)).toMatchObject({ kind: 'exit', toTier: null });
		await approveDecision(as(team.approver), { decisionId: id });
		expect(await rowOf(id)).toMatchObject({ state: 'approved' });
		await givenEvidence(world, person, 'creditCheck', '2026-11-24', { outcome: 'good', source: '征信中心' });
		await advanceCases(world.ctx(undefined, on('2026-12-01')));
		expect(await rowOf(id)).toMatchObject({ state: 'proposed', round: 2 });
		expect(await tierOf(person)).toBe('one');
	});

	it('refuses what does not fit the person or the standard', async () => {
		const person = await givenReady(world);
		const nobody = await givenReady(world, { tier: null });
		for (const [who, kind, more, code] of [
			[person, 'demotion', { ground: 'other' }, 'cases.case.lowest'],
			[person, 'exit', {}, 'cases.case.no_ground'],
			[person, 'reinstatement', {}, 'cases.case.never_held'],
			[nobody, 'exit', { ground: 'other' }, 'cases.case.holds_none'],
			[nobody, 'appointment', {}, 'cases.case.choose_tier'],
			[nobody, 'appointment', { tier: 'nine' }, 'cases.case.unknown_tier'],
			[person, 'appointment', { tier: 'one' }, 'cases.case.not_higher']
		] as const)
			await expect(propose(who, kind, more)).rejects.toMatchObject({ code });
		const top = await givenReady(world, { tier: 'two' });
		await expect(propose(top, 'next')).rejects.toMatchObject({ code: 'tiers.decision.no_tier' });
		const self = await givenPerson(world, { roles: ['hrOfficer'] });
		await expect(
			proposeCases(as(self), { personIds: [self.id], reason: '我', kind: 'next', ladder: CASE })
		).rejects.toMatchObject({ code: 'access.separation.self' });
		await expect(propose(person, 'lapse')).rejects.toMatchObject({ code: 'cases.case.retained' });
	});

	it('appoints from outside, lets go on request, and takes back by what is asked to come back', async () => {
		const person = await givenReady(world, { tier: null });
		const entry = await propose(person, 'appointment', { tier: 'one' });
		await approveDecision(as(team.approver), { decisionId: entry });
		expect(await tierOf(person)).toBe('one');
		const exit = await propose(person, 'exit', { ground: 'ownRequest' });
		await approveDecision(as(team.approver), { decisionId: exit });
		expect(await tierOf(person)).toBeNull();
		const back = await propose(person, 'reinstatement');
		expect(await rowOf(back)).toMatchObject({ kind: 'reinstatement', purpose: 'readmit', toTier: 'one' });
		await rejectDecision(as(team.approver), { decisionId: back, note: '暂缓' });
		expect(await rowOf(back)).toMatchObject({ state: 'rejected' });
	});

	it('gives no more places than a unit has, at each step', async () => {
		const unit = await givenUnit(world);
		const ready = [];
		for (let i = 0; i < 3; i++) ready.push(await givenReady(world, { unit }));
		const ids = ready.map(({ id }) => id);
		const input = { reason: '评定', kind: 'next' as const, ladder: CASE };
		await expect(proposeCases(as(team.officer), { ...input, personIds: ids })).rejects.toMatchObject({
			...{ code: 'cases.quota.full', params: { places: 2, free: 2, count: 3, unit: `${unit.code}机构` } }
		});
		const two = await proposeCases(as(team.officer), { ...input, personIds: ids.slice(0, 2) });
		await expect(proposeCases(as(team.officer), { ...input, personIds: ids.slice(2) })).rejects.toMatchObject(
			{
				...{ code: 'cases.quota.full', params: { free: 0 } }
			}
		);
		// Somebody else takes a place in the meantime: the notice is over, and there is none left for the second.
		for (const id of two) await agree(id);
		await givenTier(world, await givenPerson(world, { unit }), 'two', '2026-11-24');
		await advanceCases(world.ctx(undefined, on('2026-11-27')));
		const states = [await rowOf(two[0]!), await rowOf(two[1]!)].map(({ state }) => state);
		expect(states.sort()).toEqual(['effective', 'proposed']);
	});

	it('ranks those who are eligible, ties as ties', async () => {
		const ranking = await getRanking(as(team.officer), { ladder: CASE, tier: 'one', unit: null });
		expect(ranking.chosen.tier).toBe('one');
		expect(ranking.last.every(({ rank, of }) => rank <= of)).toBe(true);
	});

	it('gathers cases in a campaign with its deadlines', async () => {
		const plan = {
			...{ nameZh: '年度评定', nameEn: 'Review', ladder: CASE, unitId: null, opensOn: '2026-11-01' },
			...{ proposeBy: '2026-11-25', reviewBy: '2026-11-30', effectiveOn: '2027-01-01' }
		};
		await expect(createCampaign(as(team.approver), plan)).rejects.toMatchObject({ kind: 'forbidden' });
		const campaignId = await createCampaign(as(team.officer), plan);
		const person = await givenReady(world, { tier: null });
		const id = await propose(person, 'appointment', { tier: 'one', campaignId });
		await expect(closeCampaign(as(team.officer), { campaignId })).rejects.toMatchObject({
			code: 'cases.campaign.unfinished'
		});
		const late = await givenReady(world, { tier: null });
		await expect(
			propose(late, 'appointment', { tier: 'one', campaignId }, on('2026-11-26'))
		).rejects.toMatchObject({ code: 'cases.campaign.too_late' });
		await approveDecision(as(team.approver), { decisionId: id });
		expect(await rowOf(id)).toMatchObject({ state: 'approved', effectiveOn: '2027-01-01' });
		expect(await getCampaign(as(team.officer), campaignId)).toMatchObject({
			cases: 1,
			done: 0,
			phase: 'proposing'
		});
		await closeCampaign(as(team.officer), { campaignId });
		await expect(closeCampaign(as(team.officer), { campaignId })).rejects.toMatchObject({
			code: 'cases.campaign.closed'
		});
		await expect(propose(late, 'appointment', { tier: 'one', campaignId })).rejects.toMatchObject({
			code: 'cases.campaign.closed'
		});
		expect((await listCampaigns(as(team.approver))).map((one) => one.id)).toContain(campaignId);
	});
});
