import { and, eq, isNull } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { certificates } from '$lib/features/certificates/tables.server';
import {
	issueCertificates,
	keepCertificate,
	listAtStake,
	passedWithoutCertificate,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { markAttempt } from '$lib/features/exams/index.server';
import { attemptResults, keyCorrections, questionMarks, sittings } from '$lib/features/exams/tables.server';
import {
	markingAnswers,
	markingMarkers,
	markingPlans,
	markingTasks
} from '$lib/features/marking/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	approveRegrade,
	decideAppeal,
	draftRegrade,
	getAppeal,
	getOwnAppeals,
	getRegrade,
	listAppeals,
	makeAppeal,
	proposeRegrade,
	withdrawAppeal
} from '$lib/features/regrading/index.server';
import { draftRegradeSchema } from '$lib/features/regrading';
import { appeals, regrades } from '$lib/features/regrading/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { after } from '../exams/given';
import { answerAppealsFor, CLOSED, givenDraft, givenSat, itemAt, LATER, wrongKey } from './given';

const DAY = 24 * 3_600_000;
const said = { reason: '答案有误', position: null as number | null };
const decision = (
	appealId: string,
	outcome: 'upheld' | 'partly' | 'rejected',
	earned: number | null = null
) => ({
	...{ appealId, outcome, decision: '经复核', earned }
});
const stateOf = async (world: World, id: string) =>
	(await world.db.select().from(appeals).where(eq(appeals.id, id)))[0]!;
const current = async (world: World, attemptId: string) =>
	(
		await world.db
			.select()
			.from(attemptResults)
			.where(and(eq(attemptResults.attemptId, attemptId), isNull(attemptResults.supersededAt)))
	)[0]!;

async function givenAppealing(world: World, right: number[] = [12, 7]) {
	const given = await givenSat(world, right);
	await answerAppealsFor(world, given.sittingId);
	const judge = await givenPerson(world, { roles: ['hrOfficer'] });
	return { ...given, judge };
}

/** An answer that somebody has marked. */
async function givenMarkedBy(
	world: World,
	markerId: string,
	of: { sittingId: string; attemptId: string; position: number; itemVersionId: string }
) {
	const { sittingId } = of;
	const answerId = newId(CLOSED);
	await world.db.insert(markingPlans).values({
		...{ sittingId, allocation: 'question', apartPercent: 20, samplePercent: 0 },
		...{ exampleCount: 0, exampleApart: 20, createdAt: CLOSED }
	});
	await world.db.insert(markingMarkers).values({ sittingId, personId: markerId });
	await world.db.insert(markingAnswers).values({ id: answerId, ...of, marks: 5, text: '…', code: 'A-1' });
	await world.db.insert(markingTasks).values({
		...{ id: newId(CLOSED), sittingId, answerId, markerId, turn: 'first', code: 'T-1', place: 1 },
		...{ madeAt: CLOSED, hundredths: 100, submittedAt: CLOSED }
	});
}

onEveryDatabase('an appeal', (world) => {
	it('about a question that a rule marks opens a draft by which everybody is marked anew', async () => {
		const { sat, sittingId, judge, second, officer } = await givenAppealing(world);
		const { candidate, attemptId } = sat[1]!;
		const marker = await givenPerson(world, { roles: ['marker'] });
		const [near, far] = await Promise.all(
			[candidate.unit, await givenUnit(world)].map((roleUnit) =>
				givenPerson(world, { roles: ['hrOfficer'], roleUnit })
			)
		);
		const { id } = await makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position: 1 });
		const told = async (personId: string) =>
			(await world.db.select().from(notifications).where(eq(notifications.personId, personId))).filter(
				({ kind }) => kind === 'appeals.made'
			);
		expect(await told(judge.id)).toMatchObject([{ href: `/staff/appeals/${id}` }]);
		// Markers may look at appeals about answers that people read, and are told of no others.
		expect(await told(marker.id)).toEqual([]);
		// Nor is anybody of another branch, or who released the results and may so decide nothing.
		expect(await told(near!.id)).toHaveLength(1);
		expect(await told(far!.id)).toEqual([]);
		const [sitting] = await world.db.select().from(sittings).where(eq(sittings.id, sittingId));
		expect(await told(sitting!.releasedBy!)).toEqual([]);
		await expect(getAppeal(world.ctx(marker, LATER), id)).rejects.toMatchObject({ kind: 'not_found' });
		expect(await getAppeal(world.ctx(judge, LATER), id)).toMatchObject({
			...{ state: 'open', read: false, may: { decide: true }, candidate: { name: candidate.name } },
			question: { position: 1, earnedHundredths: 0 }
		});
		const { regradeId } = await decideAppeal(world.ctx(judge, LATER), decision(id, 'upheld'));
		const own = await getOwnAppeals(world.ctx(candidate, LATER), sittingId);
		expect(own.appeals).toMatchObject([{ state: 'upheld', decision: '经复核', regrades: true }]);
		// An appeal that was upheld does not count.
		expect(own.may).toEqual({ left: 1 });
		const item = await itemAt(world, attemptId, 1);
		expect((await world.db.select().from(regrades).where(eq(regrades.id, regradeId!)))[0]).toMatchObject({
			...{ itemVersionId: item.itemVersionId, key: null, trialHash: null, draftedBy: judge.id }
		});
		await expect(proposeRegrade(world.ctx(officer, LATER), { regradeId: regradeId! })).rejects.toMatchObject({
			code: 'regrading.change.untried'
		});
		await draftRegrade(
			world.ctx(officer, LATER),
			draftRegradeSchema.parse({
				...{ sittingId, itemVersionId: item.itemVersionId, regradeId, kind: 'key', policy: 'keepBest' },
				...{ reason: '申诉成立', key: wrongKey(item) }
			})
		);
		await proposeRegrade(world.ctx(officer, LATER), { regradeId: regradeId! });
		const page = await getRegrade(world.ctx(second, LATER), sittingId, regradeId!, { only: null, page: 1 });
		expect(page).toMatchObject({
			state: 'proposed',
			may: { approve: true },
			trial: { up: 1, down: 0, passing: 1 }
		});
		expect(page.effects.rows).toMatchObject([{ name: candidate.name, crosses: 1 }]);
		await approveRegrade(world.ctx(second, LATER), { regradeId: regradeId!, trialHash: page.trialHash! });
		expect(await current(world, attemptId)).toMatchObject({ passed: true });
	});

	it('about an answer that people read is given another mark by somebody who had not marked it', async () => {
		const { sat, sittingId, judge, approver } = await givenAppealing(world, [7]);
		const { candidate, attemptId, paper } = sat[0]!;
		const position = paper.find(({ type }) => type === 'single')!.position;
		const { itemVersionId, question } = await itemAt(world, attemptId, position);
		const asked = {
			type: 'shortAnswer',
			stem: question.stem,
			accepted: [],
			matching: { case: false, width: false }
		};
		await world.db.insert(keyCorrections).values({
			...{ id: newId(LATER), sittingId, itemVersionId, question: asked, madeAt: CLOSED }
		});
		const first = { attemptId, position, earnedHundredths: 100, decidedAt: CLOSED };
		await world.db.insert(questionMarks).values(first);
		await markAttempt(world.ctx(undefined, LATER), { attemptId });
		const { earnedHundredths } = await current(world, attemptId);
		const marker = await givenPerson(world, { roles: ['marker'] });
		const { id } = await makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position });
		expect(
			await world.db.select().from(notifications).where(eq(notifications.personId, marker.id))
		).toMatchObject([{ kind: 'appeals.made', href: `/staff/appeals/${id}` }]);

		const other = await givenPerson(world, { roles: ['marker'] });
		await givenMarkedBy(world, marker.id, { sittingId, attemptId, position, itemVersionId });
		await expect(decideAppeal(world.ctx(marker, LATER), decision(id, 'upheld', 300))).rejects.toMatchObject({
			code: 'access.separation.marker'
		});
		// Whoever released it has no part in it either.
		await expect(decideAppeal(world.ctx(approver, LATER), decision(id, 'upheld', 300))).rejects.toMatchObject(
			{
				code: 'access.separation.releaser'
			}
		);
		const page = await getAppeal(world.ctx(other, LATER), id);
		expect(page).toMatchObject({ read: true, candidate: null, result: null, may: { decide: true } });
		expect(
			JSON.stringify([page, await listAppeals(world.ctx(other, LATER), { state: 'open', page: 1 })])
		).not.toContain(candidate.name);
		for (const [earned, code] of [
			[null, 'app.field.required'],
			[501, 'appeals.decide.above'],
			[100, 'appeals.decide.same']
		] as const)
			await expect(
				decideAppeal(world.ctx(other, LATER), decision(id, 'upheld', earned))
			).rejects.toMatchObject({
				fields: { earned: code }
			});
		await decideAppeal(world.ctx(other, LATER), decision(id, 'partly', 350));
		expect(await stateOf(world, id)).toMatchObject({
			outcome: 'partly',
			earnedBefore: 100,
			earnedAfter: 350
		});
		expect(await current(world, attemptId)).toMatchObject({
			...{ earnedHundredths: earnedHundredths + 250, releasedAt: LATER }
		});
		// Whoever gave the mark does not decide on an appeal against it.
		const { id: next } = await makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position });
		await expect(decideAppeal(world.ctx(other, LATER), decision(next, 'rejected'))).rejects.toMatchObject({
			code: 'access.separation.marker'
		});
		await decideAppeal(world.ctx(judge, LATER), decision(next, 'rejected'));
		expect(await stateOf(world, next)).toMatchObject({ outcome: 'rejected', earnedAfter: null });
	});

	it('is made within its days, as often as the sitting allows, and once about the same', async () => {
		const { sat, sittingId, judge } = await givenAppealing(world);
		const { candidate } = sat[1]!;
		const make = (at: Date, position: number | null = null) =>
			makeAppeal(world.ctx(candidate, at), { sittingId, reason: '答案有误', position });
		await expect(make(after(CLOSED, 8 * DAY))).rejects.toMatchObject({
			code: 'appeals.make.late',
			params: { on: '2026-03-13' }
		});
		// Past midnight in the organisation's zone it is over; just before it, it is not.
		const { id } = await make(new Date('2026-03-13T15:59:00Z'));
		await expect(make(new Date('2026-03-13T16:00:00Z'), 1)).rejects.toMatchObject({
			code: 'appeals.make.late'
		});
		await expect(make(LATER, 1)).rejects.toMatchObject({ code: 'appeals.make.limit', params: { limit: 1 } });
		await answerAppealsFor(world, sittingId, 7, 3);
		await expect(make(LATER)).rejects.toMatchObject({ code: 'appeals.make.again' });
		await expect(make(LATER, 99)).rejects.toMatchObject({ code: 'appeals.make.question' });
		await withdrawAppeal(world.ctx(candidate, LATER), { appealId: id });
		await expect(withdrawAppeal(world.ctx(candidate, LATER), { appealId: id })).rejects.toMatchObject({
			code: 'appeals.state.withdrawn'
		});
		await expect(decideAppeal(world.ctx(judge, LATER), decision(id, 'rejected'))).rejects.toMatchObject({
			code: 'appeals.state.withdrawn'
		});
		const raced = await Promise.allSettled([make(LATER, 2), make(LATER, 2)]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(raced.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'appeals.make.again' }
		});
		await answerAppealsFor(world, sittingId, 7, 1);
		await expect(make(LATER, 3)).rejects.toMatchObject({ code: 'appeals.make.limit' });
		await world.db.update(sittings).set({ appealDays: null }).where(eq(sittings.id, sittingId));
		await expect(make(LATER, 3)).rejects.toMatchObject({ code: 'appeals.make.none' });
	});

	it('is about what the candidate sees of the paper', async () => {
		const { sat, sittingId } = await givenAppealing(world);
		const { candidate } = sat[1]!;
		const showing = (to: 'missed' | 'none') =>
			world.db.update(sittings).set({ showing: to }).where(eq(sittings.id, sittingId));
		await showing('missed');
		expect((await getOwnAppeals(world.ctx(candidate, LATER), sittingId)).questions).toHaveLength(5);
		await expect(
			makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position: 12 })
		).rejects.toMatchObject({ code: 'appeals.make.question' });
		await showing('none');
		expect((await getOwnAppeals(world.ctx(candidate, LATER), sittingId)).questions).toEqual([]);
		await expect(
			makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position: 1 })
		).rejects.toMatchObject({
			code: 'appeals.make.question'
		});
		await makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said });
	});

	it('is decided once, by nobody who has a part in it, and seen by nobody else', async () => {
		const { sat, sittingId, judge, second, author, approver } = await givenAppealing(world);
		const { candidate } = sat[1]!;
		const { id } = await makeAppeal(world.ctx(candidate, LATER), { sittingId, ...said, position: 1 });
		const stranger = sat[0]!.candidate;
		await expect(getAppeal(world.ctx(stranger, LATER), id)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(getAppeal(world.ctx(author, LATER), id)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(withdrawAppeal(world.ctx(stranger, LATER), { appealId: id })).rejects.toMatchObject({
			kind: 'not_found'
		});
		const grant = (who: typeof author, role: 'hrOfficer' | 'hrApprover') => ({
			...who.actor,
			grants: [...who.actor.grants, { role, unitPath: null }]
		});
		for (const [actor, code] of [
			[grant(candidate, 'hrOfficer'), 'access.separation.self'],
			[grant(author, 'hrOfficer'), 'access.separation.questionSetter'],
			[approver.actor, 'access.separation.releaser']
		] as const)
			await expect(decideAppeal(world.ctx(actor, LATER), decision(id, 'upheld'))).rejects.toMatchObject({
				code
			});
		// A marker has nothing to do with what a rule marks.
		const marker = await givenPerson(world, { roles: ['marker'] });
		await expect(decideAppeal(world.ctx(marker, LATER), decision(id, 'upheld'))).rejects.toMatchObject({
			kind: 'not_found'
		});
		const raced = await Promise.allSettled(
			[judge, second].map((by) => decideAppeal(world.ctx(by, LATER), decision(id, 'rejected')))
		);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(raced.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'appeals.state.decided' }
		});
		await expect(withdrawAppeal(world.ctx(candidate, LATER), { appealId: id })).rejects.toMatchObject({
			code: 'appeals.state.decided'
		});
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, candidate.id));
		expect(told.filter(({ kind }) => kind === 'appeals.decided')).toMatchObject([
			{ params: { outcome: 'rejected' }, href: `/exams/${sittingId}/appeal` }
		]);
		const { counts, rows } = await listAppeals(world.ctx(judge, LATER), { state: null, page: 1 });
		expect(counts.rejected).toBeGreaterThan(0);
		expect(rows.find((row) => row.id === id)).toMatchObject({
			due: '2026-03-14',
			candidate: { name: candidate.name }
		});
	});
});

onEveryDatabase('certificates after a regrade', (world) => {
	it('that rest on what no longer passes are listed until somebody decides; who passes now can have one', async () => {
		const given = await givenSat(world, [8, 8, 7]);
		const { sat, sittingId, officer, second } = given;
		const [kept, revoked, passing] = sat as [(typeof sat)[0], (typeof sat)[0], (typeof sat)[0]];
		await issueCertificates(world.ctx(undefined, LATER), { groundIds: [kept.attemptId, revoked.attemptId] });
		const regrade = async (attemptId: string, position: number) => {
			const item = await itemAt(world, attemptId, position);
			const id = await givenDraft(world, officer, sittingId, item.itemVersionId, {
				kind: 'key',
				key: wrongKey(item)
			});
			await proposeRegrade(world.ctx(officer, LATER), { regradeId: id });
			const { trialHash } = await getRegrade(world.ctx(second, LATER), sittingId, id, {
				only: null,
				page: 1
			});
			await approveRegrade(world.ctx(second, LATER), { regradeId: id, trialHash: trialHash! });
			await world.runJobs(LATER);
		};
		const listed = async () => {
			const rows = await listAtStake(world.ctx(second, LATER));
			return rows.filter((row) => row.sittingId === sittingId).map(({ attemptId }) => attemptId);
		};
		expect(await listed()).toEqual([]);
		for (const { attemptId } of [kept, revoked])
			if ((await current(world, attemptId)).passed) await regrade(attemptId, 12);
		const failing = [];
		for (const { attemptId } of [kept, revoked])
			if (!(await current(world, attemptId)).passed) failing.push(attemptId);
		expect(failing.length).toBeGreaterThan(0);
		expect((await listed()).sort()).toEqual(failing.sort());
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, second.id));
		expect(told.some(({ kind }) => kind === 'certificates.atStake')).toBe(true);
		const of = async (attemptId: string) =>
			(await world.db.select().from(certificates).where(eq(certificates.attemptId, attemptId)))[0]!.id;
		const first = await of(failing[0]!);
		await expect(
			keepCertificate(world.ctx(officer, LATER), { certificateId: first, reason: '在岗' })
		).rejects.toMatchObject({ code: 'access.forbidden' });
		await keepCertificate(world.ctx(second, LATER), { certificateId: first, reason: '在岗' });
		expect(await listed()).toEqual(failing.slice(1));
		await expect(
			keepCertificate(world.ctx(second, LATER), { certificateId: first, reason: '在岗' })
		).rejects.toMatchObject({ code: 'certificates.keep.not_asked' });
		for (const attemptId of failing.slice(1))
			await revokeCertificate(world.ctx(second, LATER), {
				...{
					certificateId: await of(attemptId),
					category: 'qualificationWithdrawn',
					reason: '成绩更正后不合格'
				}
			});
		expect(await listed()).toEqual([]);

		// Seven were right: whoever earns an eighth passes, and waits for a certificate.
		while (!(await current(world, passing.attemptId)).passed) {
			const wrong = (
				(await current(world, passing.attemptId)).marks as { position: number; earnedHundredths: number }[]
			).find(({ earnedHundredths }) => !earnedHundredths)!;
			const item = await itemAt(world, passing.attemptId, wrong.position);
			const id = await givenDraft(world, officer, sittingId, item.itemVersionId, { kind: 'credit' });
			await proposeRegrade(world.ctx(officer, LATER), { regradeId: id });
			const { trialHash } = await getRegrade(world.ctx(second, LATER), sittingId, id, {
				only: null,
				page: 1
			});
			await approveRegrade(world.ctx(second, LATER), { regradeId: id, trialHash: trialHash! });
		}
		const waiting = await passedWithoutCertificate(world.ctx(officer, LATER));
		expect(waiting.filter((row) => row.about.sittingId === sittingId).map(({ id }) => id)).toContain(
			passing.attemptId
		);
	});
});
