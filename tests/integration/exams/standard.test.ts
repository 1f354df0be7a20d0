import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { paperOpenings } from '$lib/features/bank/tables.server';
import {
	approveStandard,
	closeStandard,
	createSitting,
	dropStandard,
	getJudgedItem,
	getOwnSitting,
	getOwnStudy,
	getRelease,
	getStandard,
	judgedPicture,
	leaveOutJudge,
	listOwnStudies,
	openItems,
	openRound,
	registerForSitting,
	rejectStandard,
	releaseResults,
	saveAnswers,
	saveEstimate,
	startStandard,
	submitEstimates,
	updateSitting
} from '$lib/features/exams/index.server';
import {
	attemptResults,
	standardItems,
	standardJudges,
	standardStudies,
	standardTurns
} from '$lib/features/exams/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenSealed } from '../bank/given-papers';
import { givenPictured } from '../bank/given-practice';
import {
	after,
	ANNOUNCED,
	givenAttempt,
	givenBank,
	givenCandidate,
	givenReview,
	keepTimeUntil,
	plan,
	REGISTERING,
	STARTED,
	times
} from './given';

const CLOSED = after(times.closesAt, 3_600_000);
const ITEMS = 12;

onEveryDatabase('a pass mark set by a panel', (world) => {
	/** A sitting with a sealed paper, and people who may be judges. */
	async function given(count = 2) {
		const { crew, paperId } = await givenSealed(world);
		const { id: sittingId } = await createSitting(world.ctx(crew.officer, ANNOUNCED), {
			...{ ...plan(crew.blueprintId), paperIds: [paperId] }
		});
		const judges = await Promise.all(Array.from({ length: count }, () => givenPerson(world)));
		return { ...crew, sittingId, paperId, judges };
	}

	/** The same with a study in its first round. */
	async function givenStudy(count = 2) {
		const all = await given(count);
		const { id: studyId } = await startStandard(world.ctx(all.officer, REGISTERING), {
			...{ sittingId: all.sittingId, judges: all.judges.map(({ employeeNo }) => employeeNo) }
		});
		return { ...all, studyId };
	}

	/** A judge opens the items, says the same of each and hands in. */
	async function judge(who: GivenPerson, studyId: string, percent: number, at = REGISTERING) {
		const ctx = world.ctx(who, at);
		await openItems(ctx, { studyId });
		for (let place = 1; place <= ITEMS; place++) await saveEstimate(ctx, { studyId, place, percent });
		await submitEstimates(ctx, { studyId });
	}

	const told = async (personId: string) =>
		(await world.db.select().from(notifications).where(eq(notifications.personId, personId))).map(
			({ kind }) => kind
		);

	it('is judged blind, then with the spread, and becomes the pass mark by another hand', async () => {
		const { officer, approver, sittingId, studyId, judges } = await givenStudy();
		const [x, y] = judges as [GivenPerson, GivenPerson];
		expect(await told(x.id)).toContain('exams.standard.judge');
		await judge(x, studyId, 37);

		// The other one knows nothing of it, whatever they ask for, nor does HR.
		const asY = world.ctx(y, REGISTERING);
		await openItems(asY, { studyId });
		const payloads = [
			await listOwnStudies(asY),
			await getOwnStudy(asY, studyId),
			await getJudgedItem(asY, studyId, 1),
			await getStandard(world.ctx(officer, REGISTERING), sittingId)
		];
		// As a value of its own: the digits may well stand inside an identifier.
		for (const payload of payloads) expect(JSON.stringify(payload)).not.toMatch(/(?<![-\w])37(?![-\w])/);
		expect(payloads[1]).toMatchObject({ round: 1, panel: null, estimated: 0 });
		expect(payloads[2]).toMatchObject({ own: null, spread: null, difficulty: null });
		expect(payloads[3]).toMatchObject({ study: { cut: null, rounds: [] } });
		const close = (who = officer) => closeStandard(world.ctx(who, REGISTERING), { studyId });
		const next = () => openRound(world.ctx(officer, REGISTERING), { studyId });
		await expect(close()).rejects.toMatchObject({ code: 'standard.round.waiting', params: { waiting: 1 } });
		await expect(next()).rejects.toMatchObject({ code: 'standard.round.waiting' });
		await judge(y, studyId, 81);
		expect(await told(officer.id)).toContain('exams.standard.round');

		await next();
		const second = await getOwnStudy(world.ctx(x, REGISTERING), studyId);
		expect(second).toMatchObject({ round: 2, hasOpened: false, estimated: ITEMS, panel: { percent: 59 } });
		expect(second.items[0]).toMatchObject({ own: 37, spread: { mean: 59, least: 37, most: 81 } });
		expect(JSON.stringify(second)).not.toContain(y.name);
		await judge(x, studyId, 60);
		// Whoever keeps what they said hands it in as it is.
		await openItems(asY, { studyId });
		await saveEstimate(asY, { studyId, place: 1, percent: 45 });
		await submitEstimates(asY, { studyId });

		const { percent } = await close();
		// The first 60; the second 81 but for one of twelve items of five marks: (81·11 + 45) / 12 = 78; 69 is their mean.
		expect(percent).toBe(69);
		const page = await getStandard(world.ctx(approver, REGISTERING), sittingId);
		expect(page.study).toMatchObject({
			...{ state: 'proposed', may: { approve: true, manage: false } },
			rounds: [
				{ round: 1, percent: 59 },
				{ round: 2, percent: 69, proposed: 69 }
			]
		});
		expect(page.study!.cut!.se).toBeCloseTo(9, 9);
		expect(await told(approver.id)).toContain('exams.standard.proposed');

		const approve = (who: GivenPerson, said = 69) =>
			approveStandard(world.ctx(who, REGISTERING), { studyId, percent: said });
		await expect(approve(officer)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(approve(approver, 60)).rejects.toMatchObject({ code: 'standard.approve.changed' });
		const raced = await Promise.allSettled([approve(approver), approve(approver)]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await getOwnSitting(world.ctx(await givenPerson(world), REGISTERING), sittingId)).toMatchObject({
			passPercent: 69
		});
		expect(await told(officer.id)).toContain('exams.standard.approved');
	});

	it('opens items to its judges alone, on record, and shuts them again', async () => {
		const { author, officer, paperId, studyId, judges, sittingId } = await givenStudy();
		const [x] = judges as [GivenPerson];
		const ctx = world.ctx(x, REGISTERING);
		await expect(getJudgedItem(ctx, studyId, 1)).rejects.toMatchObject({ code: 'standard.judging.unopened' });
		expect(JSON.stringify(await getOwnStudy(ctx, studyId))).not.toMatch(/题干|Stem|选项|解析/);
		const openings = () =>
			world.db
				.select()
				.from(paperOpenings)
				.where(and(eq(paperOpenings.paperId, paperId), eq(paperOpenings.personId, x.id)));
		expect(await openings()).toEqual([]);
		await openItems(ctx, { studyId });
		await openItems(ctx, { studyId });
		expect(await openings()).toMatchObject([{ purpose: 'judge', openedAt: REGISTERING }]);
		const logged = await world.db.select().from(auditLog).where(eq(auditLog.actorId, x.id));
		expect(logged.map(({ action }) => action)).toEqual(['bank.paper.open', 'exams.standard.open']);
		expect((await getJudgedItem(ctx, studyId, 1)).question.explanation?.en).toContain('Secret');

		for (const who of [author, officer, await givenPerson(world)]) {
			const other = world.ctx(who, REGISTERING);
			for (const ask of [
				() => getOwnStudy(other, studyId),
				() => getJudgedItem(other, studyId, 1),
				() => openItems(other, { studyId }),
				() => saveEstimate(other, { studyId, place: 1, percent: 1 }),
				() => submitEstimates(other, { studyId }),
				() => judgedPicture(other, { studyId, versionId: paperId, fileId: paperId })
			])
				await expect(ask()).rejects.toMatchObject({ kind: 'not_found' });
		}
		await expect(getStandard(world.ctx(x, REGISTERING), sittingId)).rejects.toMatchObject({
			kind: 'forbidden'
		});

		await expect(submitEstimates(ctx, { studyId })).rejects.toMatchObject({
			...{ code: 'standard.judging.missing', params: { missing: ITEMS } }
		});
		await expect(saveEstimate(ctx, { studyId, place: 99, percent: 1 })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await judge(x, studyId, 50);
		await expect(getJudgedItem(ctx, studyId, 1)).rejects.toMatchObject({
			code: 'standard.judging.submitted'
		});
		await expect(saveEstimate(ctx, { studyId, place: 1, percent: 1 })).rejects.toMatchObject({
			code: 'standard.judging.submitted'
		});
	});

	it('has no candidate as a judge, and no judge as a candidate', async () => {
		const { officer, sittingId, judges } = await given(3);
		const candidate = await givenCandidate(world, sittingId);
		const start = (...named: string[]) =>
			startStandard(world.ctx(officer, REGISTERING), { sittingId, judges: named });
		const [x, y] = judges.map(({ employeeNo }) => employeeNo) as [string, string];
		await expect(start(x, candidate.employeeNo)).rejects.toMatchObject({
			fields: { judges: 'standard.judges.candidate' }
		});
		await expect(start(x, 'NOBODY')).rejects.toMatchObject({
			fields: { judges: 'standard.judges.unknown' },
			params: { missing: 'NOBODY' }
		});
		const { id: studyId } = await start(x, y);
		await expect(start(x, y)).rejects.toMatchObject({ code: 'standard.start.another' });
		await expect(registerForSitting(world.ctx(judges[0], REGISTERING), { sittingId })).rejects.toMatchObject({
			code: 'exams.register.judges'
		});
		await expect(
			leaveOutJudge(world.ctx(officer, REGISTERING), { studyId, personId: judges[0]!.id })
		).rejects.toMatchObject({ code: 'standard.judges.few' });
		const both = await givenPerson(world, { roles: ['trainee', 'hrOfficer', 'hrApprover'] });
		await registerForSitting(world.ctx(both, REGISTERING), { sittingId });
		for (const ask of [
			() => getStandard(world.ctx(both, REGISTERING), sittingId),
			() => dropStandard(world.ctx(both, REGISTERING), { studyId })
		])
			await expect(ask()).rejects.toMatchObject({ code: 'access.separation.self' });
	});

	it('leaves out a judge who cannot go on, and is given up or rejected with reasons', async () => {
		const { officer, approver, sittingId, studyId, judges } = await givenStudy(3);
		const [x, y, z] = judges as [GivenPerson, GivenPerson, GivenPerson];
		await judge(x, studyId, 40);
		await judge(y, studyId, 50);
		await judge(z, studyId, 90);
		const asOfficer = world.ctx(officer, REGISTERING);
		await leaveOutJudge(asOfficer, { studyId, personId: z.id });
		await expect(leaveOutJudge(asOfficer, { studyId, personId: z.id })).rejects.toMatchObject({
			code: 'standard.judges.few'
		});
		await expect(getOwnStudy(world.ctx(z, REGISTERING), studyId)).rejects.toMatchObject({
			kind: 'not_found'
		});
		expect(await closeStandard(asOfficer, { studyId })).toEqual({ percent: 45 });
		await rejectStandard(world.ctx(approver, REGISTERING), { studyId, reason: '评委过少' });
		expect((await getStandard(asOfficer, sittingId)).study).toMatchObject({
			...{ state: 'rejected', ended: { by: approver.name, reason: '评委过少' } }
		});
		await expect(dropStandard(asOfficer, { studyId })).rejects.toMatchObject({
			code: 'standard.state.rejected'
		});
		const { id: again } = await startStandard(asOfficer, {
			...{ sittingId, judges: [x.employeeNo, y.employeeNo] }
		});
		await dropStandard(asOfficer, { studyId: again });
		const page = await getStandard(asOfficer, sittingId);
		expect(page).toMatchObject({ study: { state: 'dropped' }, past: [{ state: 'rejected', proposed: 45 }] });
		expect(page.sitting.passPercent).toBe(60);
	});

	it('of papers drawn for each decides everybody anew, and voids a review', async () => {
		const { officer, approver, blueprintId } = await givenBank(world);
		const { id: sittingId } = await createSitting(world.ctx(officer, ANNOUNCED), plan(blueprintId));
		const judges = [await givenPerson(world), await givenPerson(world)];
		const start = () =>
			startStandard(world.ctx(officer, CLOSED), {
				...{ sittingId, judges: judges.map(({ employeeNo }) => employeeNo) }
			});
		await expect(start()).rejects.toMatchObject({ code: 'standard.start.undrawn' });
		const { candidate, attemptId, paper } = await givenAttempt(world, sittingId);
		// Eight of twelve: 66.6 %, passed with 60.
		const answers = paper.map(({ position, right, wrong }) => ({
			...{ position, seq: 1, given: position <= 8 ? right : wrong, flagged: false }
		}));
		await saveAnswers(world.ctx(candidate, STARTED), { attemptId, answers });
		await keepTimeUntil(world, CLOSED);
		await givenReview(world, sittingId, CLOSED);

		const { id: studyId } = await start();
		const asked = await world.db.select().from(standardItems).where(eq(standardItems.studyId, studyId));
		expect(asked).toHaveLength(ITEMS);
		expect(asked.every(({ paperId }) => paperId === null)).toBe(true);
		for (const [i, who] of judges.entries()) await judge(who, studyId, 65 + 10 * i, CLOSED);
		await closeStandard(world.ctx(officer, CLOSED), { studyId });
		const resultOf = async () =>
			(await world.db.select().from(attemptResults).where(eq(attemptResults.attemptId, attemptId))).sort(
				(a, b) => a.version - b.version
			);
		expect(await resultOf()).toMatchObject([{ passed: true }]);
		await approveStandard(world.ctx(approver, CLOSED), { studyId, percent: 70 });
		expect(await resultOf()).toMatchObject([
			{ version: 1, passed: true, supersededAt: CLOSED },
			{ version: 2, passed: false, supersededAt: null, releasedAt: null }
		]);
		expect(await getRelease(world.ctx(officer, CLOSED), sittingId)).toMatchObject({
			...{ passPercent: 70, reviewed: { stands: false } }
		});
		const release = () => releaseResults(world.ctx(approver, CLOSED), { sittingId });
		await expect(release()).rejects.toMatchObject({ code: 'exams.release.changed' });
		await givenReview(world, sittingId, CLOSED);
		await release();
		await expect(start()).rejects.toMatchObject({ code: 'standard.sitting.released' });
		expect(await told(candidate.id)).toContain('exams.standard.mark');
	});

	it('is about what the sitting asks: other papers make another study', async () => {
		const { crew, paperId } = await givenSealed(world);
		const asked = { ...plan(crew.blueprintId), paperIds: [paperId] };
		const early = world.ctx(crew.officer, ANNOUNCED);
		const { id: sittingId } = await createSitting(early, asked);
		const judges = [await givenPerson(world), await givenPerson(world)];
		const { id: studyId } = await startStandard(early, {
			...{ sittingId, judges: judges.map(({ employeeNo }) => employeeNo) }
		});
		for (const who of judges) await judge(who, studyId, 50, ANNOUNCED);
		const { paperId: other } = await givenSealed(world);
		await updateSitting(early, { ...asked, sittingId, paperIds: [other] });
		await expect(closeStandard(early, { studyId })).rejects.toMatchObject({
			code: 'standard.sitting.changed'
		});
	});

	it('shows a picture to whom its item is open, and to nobody else', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const { id: sittingId } = await createSitting(world.ctx(officer, ANNOUNCED), plan(blueprintId));
		const { versionId, shownId: fileId } = await givenPictured(world, 'law-pictured', ANNOUNCED);
		const [x, y] = [await givenPerson(world), await givenPerson(world)];
		const studyId = newId(REGISTERING);
		const turns = [x, y].map(({ id: personId }) => ({ studyId, personId, round: 1 }));
		await world.db.insert(standardStudies).values({ id: studyId, sittingId, startedAt: REGISTERING });
		await world.db.insert(standardItems).values({ studyId, itemVersionId: versionId, marks: 5, place: 1 });
		await world.db.insert(standardJudges).values(turns.map(({ personId }) => ({ studyId, personId })));
		await world.db.insert(standardTurns).values(turns);
		const picture = (who: GivenPerson, file = fileId) =>
			judgedPicture(world.ctx(who, REGISTERING), { studyId, versionId, fileId: file });
		await expect(picture(x)).rejects.toMatchObject({ kind: 'not_found' });
		await openItems(world.ctx(x, REGISTERING), { studyId });
		expect(await picture(x)).toBe(fileId);
		const { question } = await getJudgedItem(world.ctx(x, REGISTERING), studyId, 1);
		expect(JSON.stringify(question)).toContain(`/judging/${studyId}/pictures/${fileId}?of=${versionId}`);
		await expect(picture(x, newId(REGISTERING))).rejects.toMatchObject({ kind: 'not_found' });
		for (const who of [y, officer]) await expect(picture(who)).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('does not exist under a made-up id', async () => {
		const someone = world.ctx(await givenPerson(world), REGISTERING);
		for (const studyId of [newId(REGISTERING), 'nothing'])
			await expect(getOwnStudy(someone, studyId)).rejects.toMatchObject({ kind: 'not_found' });
		expect(await listOwnStudies(someone)).toEqual([]);
	});
});
