import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	getOwnSitting,
	getResult,
	getRoom,
	handInAttempt,
	listCandidates,
	listOwnSittings,
	passedAttempts,
	registerForSitting,
	releaseResults,
	saveAnswers,
	sittingsAwaitingRelease,
	startAttempt
} from '$lib/features/exams/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import {
	after,
	givenAttempt,
	givenBank,
	givenReview,
	givenSitting,
	REGISTERING,
	STARTED,
	times,
	keepTimeUntil
} from './given';

const CLOSED = after(times.closesAt, 60_000);
/** Anything that tells a key, a mark or an explanation, by name or by the text that only explanations hold. */
const SECRET = /correct|explanation|earned|tenths|score|passed|解析机密|Secret/;

onEveryDatabase('results', (world) => {
	/** Two candidates: one has everything right, one nothing. */
	async function givenSat() {
		const crew = await givenBank(world);
		const sittingId = await givenSitting(world);
		const good = await givenAttempt(world, sittingId);
		const poor = await givenAttempt(world, sittingId);
		const right = good.paper.map(({ position, right: given }) => ({
			position,
			seq: 1,
			given,
			flagged: false
		}));
		await saveAnswers(world.ctx(good.candidate, STARTED), { attemptId: good.attemptId, answers: right });
		await handInAttempt(world.ctx(good.candidate, STARTED), { attemptId: good.attemptId, unanswered: 0 });
		return { ...crew, sittingId, good, poor };
	}

	it('holds no key, mark or explanation in anything of a candidate before release', async () => {
		const { good, poor, sittingId } = await givenSat();
		await keepTimeUntil(world, CLOSED);
		for (const { candidate, attemptId } of [good, poor]) {
			const ctx = world.ctx(candidate, CLOSED);
			const own = await getOwnSitting(ctx, sittingId);
			expect(own).toMatchObject({ result: null, state: 'handedIn' });
			const payloads = [own, await listOwnSittings(ctx), await getRoom(ctx, attemptId)];
			expect(JSON.stringify(payloads).replaceAll('passPercent', '')).not.toMatch(SECRET);
			await expect(getResult(ctx, { attemptId })).rejects.toMatchObject({ kind: 'not_found' });
			await expect(getResult(ctx, { sittingId })).rejects.toMatchObject({ kind: 'not_found' });
		}
		const open = await givenAttempt(world);
		const ctx = world.ctx(open.candidate, STARTED);
		const room = await getRoom(ctx, open.attemptId);
		expect(room).toMatchObject({ state: 'open' });
		const save = await saveAnswers(ctx, {
			attemptId: open.attemptId,
			answers: [{ position: 1, seq: 1, given: open.paper[0]!.right, flagged: false }]
		});
		expect(JSON.stringify([room, save])).not.toMatch(SECRET);
	});

	it('come out after the window, with everything in and marked, once, by an approver', async () => {
		const { good, poor, officer, approver, sittingId } = await givenSat();
		const release = (now = CLOSED, who = approver) => releaseResults(world.ctx(who, now), { sittingId });
		await expect(release(after(times.closesAt, -1))).rejects.toMatchObject({ code: 'exams.release.early' });
		await expect(release(CLOSED, officer)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(release()).rejects.toMatchObject({ code: 'exams.release.open', params: { open: 1 } });
		expect(
			(await sittingsAwaitingRelease(world.ctx(officer, CLOSED))).find(({ id }) => id === sittingId)
		).toMatchObject({ candidates: 2 });
		await keepTimeUntil(world, CLOSED);
		expect(await passedAttempts(world.db, { sittingId })).toEqual([]);
		await expect(release()).rejects.toMatchObject({ code: 'exams.release.unreviewed' });
		await givenReview(world, sittingId, CLOSED);
		const waiting = await sittingsAwaitingRelease(world.ctx(approver, CLOSED));
		expect(waiting.map(({ id }) => id)).toContain(sittingId);
		const raced = await Promise.allSettled([release(), release()]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(release()).rejects.toMatchObject({ code: 'exams.release.twice' });

		expect(await passedAttempts(world.db, { sittingId })).toMatchObject([
			{ attemptId: good.attemptId, personId: good.candidate.id, tenths: 1000 }
		]);
		expect(await passedAttempts(world.db, { attemptIds: [] })).toEqual([]);
		for (const { candidate } of [good, poor]) {
			const told = await world.db
				.select()
				.from(notifications)
				.where(eq(notifications.personId, candidate.id));
			expect(told.filter(({ kind }) => kind === 'resultsReleased')).toHaveLength(1);
		}
		const result = await getResult(world.ctx(poor.candidate, CLOSED), { sittingId });
		expect(result).toMatchObject({ passed: false, earnedHundredths: 0, maxScore: 60, passPercent: 60 });
		expect(result.profile).toHaveLength(6);
		const { questions } = result.paper;
		expect(questions[0]).toMatchObject({ given: null, earnedHundredths: 0 });
		expect(questions[0]!.question).toMatchObject({ correct: poor.paper[0]!.right });
		expect(questions.every(({ question }) => question.explanation?.en?.startsWith('Secret'))).toBe(true);
		await expect(
			getResult(world.ctx(good.candidate, CLOSED), { attemptId: poor.attemptId })
		).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('are not released by a candidate, nor before anybody sat', async () => {
		const { sittingId } = await givenSat();
		const both = await givenPerson(world, { roles: ['trainee', 'hrApprover'] });
		await registerForSitting(world.ctx(both, REGISTERING), { sittingId });
		await startAttempt(world.ctx(both, STARTED), { sittingId });
		await expect(releaseResults(world.ctx(both, CLOSED), { sittingId })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		await keepTimeUntil(world, CLOSED);
		const own = (await listCandidates(world.ctx(both, CLOSED), sittingId)).find(
			({ personId }) => personId === both.id
		);
		expect(own).toMatchObject({ state: 'marked', result: null });
		const { approver } = await givenBank(world);
		const empty = await givenSitting(world);
		await expect(releaseResults(world.ctx(approver, CLOSED), { sittingId: empty })).rejects.toMatchObject({
			code: 'exams.release.nobody'
		});
	});

	it('are seen by HR of the candidate’s unit once marked, by nobody of another unit', async () => {
		const { sittingId, good } = await givenSat();
		await keepTimeUntil(world, CLOSED);
		const elsewhere = await givenUnit(world);
		const local = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: good.candidate.unit });
		const foreign = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: elsewhere });
		const scores = async (who: typeof local) =>
			(await listCandidates(world.ctx(who, CLOSED), sittingId)).map(
				({ result }) => result?.earnedHundredths ?? null
			);
		expect(await scores(local)).toEqual([6000, 0]);
		expect(await scores(foreign)).toEqual([null, null]);
		await expect(listCandidates(world.ctx(good.candidate, CLOSED), sittingId)).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});
});
