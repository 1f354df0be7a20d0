import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { recordDeparture } from '$lib/features/people/index.server';
import {
	advanceCases,
	answerInquiry,
	getNotice,
	getDecision,
	listNotices,
	objectToNotice,
	proposeCases,
	voteOnCase,
	withdrawCasesOfLeaver,
	withdrawDecision
} from '$lib/features/tiers/index.server';
import { appointments, decisions, inquiries } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../../support/database';
import { givenPerson, type GivenPerson } from '../../../support/world';
import { givenEvidence } from '../given';
import { CASE, givenReady, givenTeam, MONDAY, on, type Team } from './given';

onEveryDatabase('public notice and effect', (world) => {
	let team: Team;
	const as = (who: GivenPerson, now = MONDAY) => world.ctx(who, now);
	const system = (day: string) => world.ctx(undefined, on(day));
	beforeAll(async () => {
		team = await givenTeam(world);
	});
	const rowOf = async (id: string) =>
		(await world.db.select().from(decisions).where(eq(decisions.id, id)))[0]!;
	const heldBy = (person: GivenPerson) =>
		world.db.select().from(appointments).where(eq(appointments.personId, person.id));
	const noticed = async (person: GivenPerson, effectiveOn?: string) => {
		const input = { personIds: [person.id], reason: '年度评定', kind: 'next' as const, ladder: CASE };
		const [id] = await proposeCases(as(team.officer), { ...input, ...(effectiveOn ? { effectiveOn } : {}) });
		for (const member of team.members.slice(0, 2))
			await voteOnCase(as(member), { decisionId: id!, vote: 'yes' });
		return id!;
	};

	it('ends the notice, takes effect on its day, once', async () => {
		const person = await givenReady(world);
		const id = await noticed(person);
		expect((await listNotices(as(await givenPerson(world)))).map((one) => one.id)).toContain(id);
		await advanceCases(system('2026-11-26'));
		expect(await rowOf(id)).toMatchObject({ state: 'notice' });
		await advanceCases(system('2026-11-27'));
		await advanceCases(system('2026-11-27'));
		expect(await rowOf(id)).toMatchObject({ state: 'effective', effectiveOn: '2026-11-27' });
		const [, held] = await heldBy(person);
		expect(held).toMatchObject({ tier: 'two', startsOn: '2026-11-27', validTo: '2027-11-26' });
		expect(await heldBy(person)).toHaveLength(2);
		await expect(withdrawDecision(as(team.officer), { decisionId: id })).rejects.toMatchObject({
			code: 'tiers.decision.closed'
		});
	});

	it('waits for a later day as approved', async () => {
		const id = await noticed(await givenReady(world), '2027-01-01');
		await advanceCases(system('2026-11-27'));
		expect(await rowOf(id)).toMatchObject({ state: 'approved', effectiveOn: '2027-01-01' });
		await advanceCases(system('2027-01-01'));
		expect(await rowOf(id)).toMatchObject({ state: 'effective' });
	});

	it('sends back what no longer holds', async () => {
		const person = await givenReady(world);
		const id = await noticed(person);
		await givenEvidence(world, person, 'creditCheck', '2026-11-25', { outcome: 'poor', source: '征信中心' });
		await advanceCases(system('2026-11-27'));
		expect(await rowOf(id)).toMatchObject({ state: 'proposed', round: 2, noticeTo: null, effectiveOn: null });
		const [step] = (await getDecision(as(team.officer), id)).timeline;
		expect(step).toMatchObject({ kind: 'fallBack', why: 'no_longer_eligible', actor: null });
		expect(step?.factsHash).toBeTruthy();
	});

	it('is held back by an objection until somebody answers it', async () => {
		const colleague = await givenPerson(world);
		const id = await noticed(await givenReady(world));
		const inquiry = await objectToNotice(as(colleague), { decisionId: id, words: '条件不符' });
		await expect(objectToNotice(as(colleague), { decisionId: id, words: '再说' })).rejects.toMatchObject({
			code: 'cases.notice.waiting'
		});
		expect(await getNotice(as(colleague), id)).toMatchObject({
			mayObject: false,
			objections: [{ words: '条件不符' }]
		});
		await advanceCases(system('2026-11-27'));
		expect(await rowOf(id)).toMatchObject({ state: 'notice' });
		// Who answers sees the name; who only reads does not.
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		expect((await getDecision(as(team.approver), id)).objections[0]?.raiser).toBe(colleague.name);
		expect((await getDecision(as(auditor), id)).objections[0]?.raiser).toBeNull();
		expect((await getDecision(as(team.officer), id)).objections[0]?.raiser).toBeNull();
		await expect(
			answerInquiry(as(team.officer), { inquiryId: inquiry, answer: '属实', upheld: false })
		).rejects.toMatchObject({ code: 'access.separation.proposer' });
		await answerInquiry(as(team.approver), { inquiryId: inquiry, answer: '经核实条件满足', upheld: false });
		await advanceCases(system('2026-11-30'));
		expect(await rowOf(id)).toMatchObject({ state: 'effective', effectiveOn: '2026-11-30' });
	});

	it('is opened again by an objection that is upheld', async () => {
		const colleague = await givenPerson(world);
		const person = await givenReady(world);
		const id = await noticed(person);
		const inquiry = await objectToNotice(as(colleague), { decisionId: id, words: '考核有误' });
		await answerInquiry(as(team.approver), { inquiryId: inquiry, answer: '属实，重新审议', upheld: true });
		expect(await rowOf(id)).toMatchObject({ state: 'proposed', round: 2, noticeFrom: null });
		await advanceCases(system('2026-11-27'));
		expect(await heldBy(person)).toHaveLength(1);
		await expect(objectToNotice(as(colleague), { decisionId: id, words: '再次' })).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('takes no objection from the person concerned, after the end, or where there is no notice', async () => {
		const person = await givenReady(world);
		const id = await noticed(person);
		await expect(objectToNotice(as(person), { decisionId: id, words: '我' })).rejects.toMatchObject({
			code: 'access.separation.ownNotice'
		});
		const colleague = await givenPerson(world);
		await expect(
			objectToNotice(as(colleague, on('2026-11-27')), { decisionId: id, words: '晚了' })
		).rejects.toMatchObject({ code: 'cases.notice.over' });
		const two = await Promise.allSettled([
			objectToNotice(as(colleague), { decisionId: id, words: '一' }),
			objectToNotice(as(colleague), { decisionId: id, words: '二' })
		]);
		expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await world.db.select().from(inquiries).where(eq(inquiries.decisionId, id))).toHaveLength(1);
	});

	it('withdraws the cases of somebody who leaves', async () => {
		const person = await givenReady(world);
		const id = await noticed(person);
		await recordDeparture(world.ctx(undefined, MONDAY), {
			personId: person.id,
			lastDay: '2026-11-23',
			reason: '离职'
		});
		await withdrawCasesOfLeaver(system('2026-11-23'), { personId: person.id });
		await withdrawCasesOfLeaver(system('2026-11-23'), { personId: person.id });
		expect(await rowOf(id)).toMatchObject({ state: 'withdrawn' });
		const [step] = (await getDecision(as(team.officer), id)).timeline;
		expect(step).toMatchObject({ kind: 'withdraw', why: 'left' });
	});

	it('counts the votes that are there when the time for voting is over', async () => {
		const [a, b, c] = team.members;
		const input = { reason: '年度评定', kind: 'next' as const, ladder: CASE };
		const person = await givenReady(world);
		const [id] = await proposeCases(as(team.officer), { ...input, personIds: [person.id] });
		await voteOnCase(as(a!), { decisionId: id!, vote: 'yes' });
		await voteOnCase(as(b!), { decisionId: id!, vote: 'abstain', reason: '不熟悉' });
		await advanceCases(system('2026-12-07'));
		expect(await rowOf(id!)).toMatchObject({ state: 'proposed' });
		await advanceCases(system('2026-12-08'));
		expect(await rowOf(id!)).toMatchObject({ state: 'notice' });
		await expect(
			voteOnCase(as(c!, on('2026-12-08')), { decisionId: id!, vote: 'no', reason: '晚' })
		).rejects.toMatchObject({ code: 'tiers.decision.closed' });
	});
});
