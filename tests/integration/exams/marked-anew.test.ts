import { and, asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	examFacts,
	getResult,
	markAttempt,
	passedAttempts,
	saveAnswers
} from '$lib/features/exams/index.server';
import { attemptItems, attemptResults, keyCorrections, resultHolds } from '$lib/features/exams/tables.server';
import type { Question } from '$lib/features/bank';
import { itemKeys } from '$lib/features/bank/tables.server';
import { dateIn } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import {
	after,
	givenAttempt,
	givenBank,
	givenRelease,
	givenSitting,
	keepTimeUntil,
	STARTED,
	times
} from './given';

const CLOSED = after(times.closesAt, 2 * 3_600_000);
const LATER = after(CLOSED, 24 * 3_600_000);

/** One who answered everything right, one who answered everything wrong; all marked. */
async function givenMarked(world: World) {
	const { approver } = await givenBank(world);
	const sittingId = await givenSitting(world);
	const good = await givenAttempt(world, sittingId);
	const poor = await givenAttempt(world, sittingId);
	for (const [{ attemptId, candidate, paper }, side] of [
		[good, 'right'],
		[poor, 'wrong']
	] as const) {
		const answers = paper.map((asked) => ({
			position: asked.position,
			seq: 1,
			given: asked[side],
			flagged: false
		}));
		await saveAnswers(world.ctx(candidate, STARTED), { attemptId, answers });
	}
	await keepTimeUntil(world, CLOSED);
	return { approver, sittingId, good, poor };
}

const versionsOf = (world: World, attemptId: string) =>
	world.db
		.select()
		.from(attemptResults)
		.where(eq(attemptResults.attemptId, attemptId))
		.orderBy(asc(attemptResults.version));

/** Another key for the question at a position of an attempt's paper, or none: it does not count. */
async function correct(world: World, attemptId: string, sittingId: string, position: number, gone = false) {
	const [row] = await world.db
		.select({ itemVersionId: attemptItems.itemVersionId, question: itemKeys.question })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(and(eq(attemptItems.attemptId, attemptId), eq(attemptItems.position, position)));
	const question = row!.question as Question;
	const other: Question =
		question.type === 'single'
			? { ...question, correct: question.correct === 'a' ? 'b' : 'a' }
			: question.type === 'trueFalse'
				? { ...question, correct: !question.correct }
				: { ...(question as Extract<Question, { type: 'multiple' }>), correct: ['c', 'd'] };
	const id = newId(LATER);
	await world.db.insert(keyCorrections).values({
		...{ id, sittingId, itemVersionId: row!.itemVersionId, madeAt: LATER },
		question: gone ? null : other
	});
	return id;
}

onEveryDatabase('an attempt that is marked anew', (world) => {
	it('gets a version only where something changed; the old one stays, and was known until then', async () => {
		const { approver, sittingId, good } = await givenMarked(world);
		await givenRelease(world, sittingId, CLOSED);
		const { attemptId } = good;
		expect(await markAttempt(world.ctx(undefined, LATER), { attemptId })).toBe(false);
		const correctionId = await correct(world, attemptId, sittingId, 1);
		const raced = await Promise.all([
			markAttempt(world.ctx(undefined, LATER), { attemptId }),
			markAttempt(world.ctx(undefined, LATER), { attemptId })
		]);
		expect(raced.sort()).toEqual([false, true]);
		const [old, now, ...more] = await versionsOf(world, attemptId);
		expect(more).toEqual([]);
		expect(old).toMatchObject({ version: 1, tenths: 1000, releasedAt: CLOSED, supersededAt: LATER });
		expect(now).toMatchObject({ version: 2, releasedAt: LATER, supersededAt: null });
		expect(now!.tenths).toBeLessThan(1000);
		expect((now!.marks as object[])[0]).toMatchObject({ correctionId, earnedHundredths: 0 });
		expect((await getResult(world.ctx(good.candidate, LATER), { attemptId })).tenths).toBe(now!.tenths);
		expect(await passedAttempts(world.db, { sittingId })).toMatchObject([{ attemptId, tenths: now!.tenths }]);

		const facts = async (recordedBefore?: Date) => {
			const on = dateIn(LATER);
			const asked = { on, ...(recordedBefore && { recordedBefore }) };
			return (await examFacts(world.db, [good.candidate.id], asked))
				.get(good.candidate.id)
				?.map(({ percent }) => percent);
		};
		expect(await facts()).toEqual([now!.tenths / 10]);
		expect(await facts(after(LATER, -1))).toEqual([100]);
		expect((await facts(after(CLOSED, -1))) ?? []).toEqual([]);
	});

	it('does not count a question that was taken out', async () => {
		const { sittingId, good, poor } = await givenMarked(world);
		await correct(world, poor.attemptId, sittingId, 1, true);
		await markAttempt(world.ctx(undefined, LATER), { attemptId: poor.attemptId });
		const [old, now] = await versionsOf(world, poor.attemptId);
		expect(now).toMatchObject({ maxScore: old!.maxScore - 5, releasedAt: null });
		expect(now!.marks).toHaveLength(11);
		expect(await versionsOf(world, good.attemptId)).toHaveLength(1);
	});

	it('is refused by the database where anybody changes what a version says', async () => {
		const { good } = await givenMarked(world);
		const change = (set: object) =>
			world.db.update(attemptResults).set(set).where(eq(attemptResults.attemptId, good.attemptId));
		await expect(change({ tenths: 1 })).rejects.toThrow();
		await change({ releasedAt: CLOSED });
		await expect(change({ releasedAt: LATER })).rejects.toThrow();
		await expect(change({ releasedAt: null })).rejects.toThrow();
		await change({ supersededAt: LATER });
		await expect(change({ supersededAt: null })).rejects.toThrow();
	});
});

onEveryDatabase('a result that is withheld', (world) => {
	it('stays unknown when the others come out', async () => {
		const { approver, sittingId, good, poor } = await givenMarked(world);
		const raisedBy = approver.id;
		await world.db.insert(resultHolds).values({
			...{ id: newId(CLOSED), attemptId: good.attemptId, reason: '替考嫌疑', raisedBy, raisedAt: CLOSED }
		});
		expect(await givenRelease(world, sittingId, CLOSED)).toEqual({ candidates: 1 });
		await expect(getResult(world.ctx(good.candidate, CLOSED), { sittingId })).rejects.toMatchObject({
			kind: 'not_found'
		});
		expect(await getResult(world.ctx(poor.candidate, CLOSED), { sittingId })).toMatchObject({
			passed: false
		});
		expect(await passedAttempts(world.db, { sittingId })).toEqual([]);
	});
});
