import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	approveDecision,
	casesAwaitingVote,
	getDecision,
	proposalsAwaiting,
	proposeCases,
	rejectDecision,
	reopenDecision,
	voteOnCase
} from '$lib/features/tiers/index.server';
import { decisions, decisionVotes } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../../support/database';
import { givenPerson, type GivenPerson } from '../../../support/world';
import { givenEvidence, givenPairing } from '../given';
import { CASE, givenReady, givenTeam, MONDAY, on, type Team } from './given';

const reason = '年度评定';

onEveryDatabase('vote on a case', (world) => {
	let team: Team;
	const as = (who: GivenPerson, now = MONDAY) => world.ctx(who, now);
	beforeAll(async () => {
		team = await givenTeam(world);
	});
	const proposed = async (person: GivenPerson) =>
		(
			await proposeCases(as(team.officer), { personIds: [person.id], reason, kind: 'next', ladder: CASE })
		)[0]!;
	const rowOf = async (id: string) =>
		(await world.db.select().from(decisions).where(eq(decisions.id, id)))[0]!;
	const vote = (who: GivenPerson, id: string, choice: 'yes' | 'no' | 'abstain', now = MONDAY) =>
		voteOnCase(as(who, now), { decisionId: id, vote: choice, reason: choice === 'yes' ? null : '理由' });

	it('closes by itself once no vote to come can turn it, and goes up for notice by working days', async () => {
		const [a, b] = team.members;
		const person = await givenReady(world);
		const id = await proposed(person);
		expect((await casesAwaitingVote(as(a!))).map((one) => one.id)).toContain(id);
		expect((await proposalsAwaiting(as(team.approver))).map((one) => one.id)).not.toContain(id);
		await vote(a!, id, 'yes');
		expect(await rowOf(id)).toMatchObject({ state: 'proposed' });
		expect((await casesAwaitingVote(as(a!))).map((one) => one.id)).not.toContain(id);
		await vote(b!, id, 'yes');
		// Monday, then three working days: to Thursday, in effect on Friday.
		expect(await rowOf(id)).toMatchObject({
			...{ state: 'notice', noticeFrom: '2026-11-23', noticeTo: '2026-11-26', effectiveOn: '2026-11-27' },
			closedBy: null
		});
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind)).toEqual(['cases.notice']);
		await expect(vote(team.members[2]!, id, 'no')).rejects.toMatchObject({ code: 'tiers.decision.closed' });
	});

	it('refuses by its votes, and may be reopened for a new round', async () => {
		const [a, b, c] = team.members;
		const id = await proposed(await givenReady(world));
		await vote(a!, id, 'no');
		await vote(b!, id, 'abstain');
		// A third vote could make it one to one, which is not more than half.
		expect(await rowOf(id)).toMatchObject({ state: 'rejected' });
		await expect(vote(c!, id, 'yes')).rejects.toMatchObject({ code: 'tiers.decision.closed' });
		await reopenDecision(as(team.approver), { decisionId: id, note: '补充了材料' });
		expect(await rowOf(id)).toMatchObject({ state: 'proposed', round: 2, closedAt: null });
		await vote(a!, id, 'yes');
		await vote(b!, id, 'yes');
		expect(await rowOf(id)).toMatchObject({ state: 'notice' });
		const seen = await getDecision(as(team.approver), id);
		expect(seen.timeline.map(({ kind }) => kind).reverse()).toEqual([
			...['propose', 'vote', 'vote', 'reject', 'reopen', 'vote', 'vote', 'approve', 'notice']
		]);
	});

	it('shows the others’ votes only after one’s own, and none to those who do not vote', async () => {
		const [a, b] = team.members;
		const id = await proposed(await givenReady(world));
		await vote(a!, id, 'yes');
		expect((await getDecision(as(a!), id)).committee).toMatchObject({
			cast: 1,
			tally: { yes: 1 },
			mine: 'yes'
		});
		const blind = (await getDecision(as(b!), id)).committee!;
		expect(blind).toMatchObject({ cast: 1, voters: 3, tally: null, votes: [], mine: null });
		expect((await getDecision(as(team.officer), id)).committee).toMatchObject({ tally: null });
		expect((await getDecision(as(b!), id)).may.vote).toEqual({ ok: true });
	});

	it('lets nobody vote twice, change a vote, or decide alone', async () => {
		const [a] = team.members;
		const id = await proposed(await givenReady(world));
		const both = await Promise.allSettled([vote(a!, id, 'yes'), vote(a!, id, 'no')]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'cases.vote.once' }
		});
		await expect(
			world.db.update(decisionVotes).set({ vote: 'no' }).where(eq(decisionVotes.decisionId, id))
		).rejects.toThrow();
		for (const refused of [
			() => approveDecision(as(team.approver), { decisionId: id }),
			() => rejectDecision(as(team.approver), { decisionId: id, note: '不' })
		])
			await expect(refused()).rejects.toMatchObject({ kind: 'conflict', code: 'cases.case.committee' });
	});

	it('closes once however many vote at the same time', async () => {
		const [a, b, c] = team.members;
		const id = await proposed(await givenReady(world));
		await vote(a!, id, 'yes');
		const ends = await Promise.allSettled([vote(b!, id, 'yes'), vote(c!, id, 'yes')]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const { timeline } = await getDecision(as(team.approver), id);
		expect(timeline.filter(({ kind }) => kind === 'approve')).toHaveLength(1);
	});

	it('refuses votes for whoever no longer qualifies', async () => {
		const person = await givenReady(world);
		const id = await proposed(person);
		await givenEvidence(world, person, 'creditCheck', '2026-11-24', { outcome: 'poor', source: '征信中心' });
		await expect(vote(team.members[0]!, id, 'yes', on('2026-11-24'))).rejects.toMatchObject({
			code: 'tiers.decision.no_longer_eligible'
		});
	});

	it('counts no vote of a member who has become the head since', async () => {
		const { units } = await import('$lib/features/people/tables.server');
		const [a, b, c] = team.members;
		const person = await givenReady(world);
		const id = await proposed(person);
		await vote(a!, id, 'yes');
		await world.db.update(units).set({ headId: a!.id }).where(eq(units.id, person.unit.id));
		const { committee } = await getDecision(as(b!), id);
		expect(committee).toMatchObject({ cast: 0, recused: 1 });
		await vote(b!, id, 'yes');
		expect(await rowOf(id)).toMatchObject({ state: 'proposed' });
		const shown = (await getDecision(as(b!), id)).committee;
		expect(shown).toMatchObject({ cast: 1, tally: { yes: 1, voters: 1 } });
		expect(shown?.votes?.map(({ counts }) => counts)).toEqual([false, true]);
		await vote(c!, id, 'yes');
		expect(await rowOf(id)).toMatchObject({ state: 'notice' });
	});

	it('recuses the person, the proposer, the mentor and the head', async () => {
		const { units } = await import('$lib/features/people/tables.server');
		const member = (roles: ('committeeMember' | 'mentor' | 'hrOfficer' | 'trainee')[]) =>
			givenPerson(world, { roles });
		const person = await givenReady(world);
		const mentor = await member(['committeeMember', 'mentor']);
		await givenPairing(world, person, mentor);
		const head = await member(['committeeMember']);
		await world.db.update(units).set({ headId: head.id }).where(eq(units.id, person.unit.id));
		const proposer = await member(['hrOfficer', 'committeeMember']);
		const [id] = await proposeCases(as(proposer), {
			personIds: [person.id],
			reason,
			kind: 'next',
			ladder: CASE
		});
		const self = {
			...person,
			actor: { ...person.actor, grants: [{ role: 'committeeMember' as const, unitPath: null }] }
		};
		for (const who of [mentor, head, proposer])
			expect((await casesAwaitingVote(as(who))).map((one) => one.id)).not.toContain(id);
		expect((await casesAwaitingVote(as(team.members[0]!))).map((one) => one.id)).toContain(id);
		for (const [who, code] of [
			[mentor, 'access.separation.mentor'],
			[head, 'access.separation.head'],
			[proposer, 'access.separation.proposer'],
			[self, 'access.separation.self']
		] as const)
			await expect(vote(who, id!, 'yes')).rejects.toMatchObject({ kind: 'forbidden', code });
		expect((await getDecision(as(team.approver), id!)).committee).toMatchObject({ recused: 3 });
		const told = await world.db
			.select()
			.from(notifications)
			.where(eq(notifications.href, `/staff/decisions/${id}`));
		const asked = told.filter(({ kind }) => kind === 'cases.vote').map(({ personId }) => personId);
		for (const { id: voter } of team.members) expect(asked).toContain(voter);
		for (const { id: recused } of [mentor, head, proposer, person]) expect(asked).not.toContain(recused);
		for (const who of [team.officer, team.approver, await givenPerson(world)])
			await expect(vote(who, id!, 'yes')).rejects.toMatchObject({ code: 'access.forbidden' });
	});
});
