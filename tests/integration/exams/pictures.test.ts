import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Question } from '$lib/features/bank';
import { storeItems } from '$lib/features/bank/store.server';
import { getRoom, handInAttempt, paperPicture } from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { after, ANNOUNCED, givenAttempt, givenBank, givenRelease, STARTED, times } from './given';

const CLOSED = after(times.closesAt, 60_000);
const both = (words: string) => ({ 'zh-CN': words, en: words });

onEveryDatabase('pictures of a paper', (world) => {
	/** An attempt with one more question: its stem shows one picture, its explanation another. */
	async function given() {
		const { approver } = await givenBank(world);
		const attempt = await givenAttempt(world);
		const [stem, explanation] = [newId(STARTED), newId(STARTED)];
		const question: Question = {
			...{ type: 'trueFalse', correct: true, stem: both('See ![a curve](curve.png)') },
			explanation: both('![why](correct-is-true.png)')
		};
		const [versionId] = await withTransaction(world.ctx(attempt.candidate, ANNOUNCED), (tx) =>
			storeItems(
				tx,
				ANNOUNCED,
				[
					{
						...{ id: newId(ANNOUNCED), code: `law-p${++world.counter}`, version: 1, revision: 1 },
						...{ createdAt: ANNOUNCED, question, case: null, setterId: null },
						pictures: { 'curve.png': stem, 'correct-is-true.png': explanation },
						about: {
							...{ area: 'law', level: 'apply', difficulty: 300, seconds: 60, use: 'exam', competency: null },
							...{ module: null, source: null, tags: [], reviewAgainOn: null }
						}
					}
				],
				null
			)
		);
		const drawn = { attemptId: attempt.attemptId, position: 13, optionOrder: [], marks: 5 };
		await world.db.insert(attemptItems).values({ ...drawn, itemVersionId: versionId! });
		return { ...attempt, approver, stem, explanation };
	}

	it('are for the candidate alone while the attempt is open, and only what the paper shows', async () => {
		const { candidate, attemptId, stem, explanation } = await given();
		const ctx = world.ctx(candidate, after(STARTED, 1000));
		expect(await paperPicture(ctx, attemptId, stem)).toBe(stem);
		const room = JSON.stringify(await getRoom(ctx, attemptId));
		expect(room).toContain(`/attempt/${attemptId}/pictures/${stem}`);
		expect(room).not.toMatch(/png/);
		const other = await givenAttempt(world);
		const none = { kind: 'not_found' };
		await expect(paperPicture(ctx, attemptId, explanation)).rejects.toMatchObject(none);
		await expect(paperPicture(ctx, other.attemptId, stem)).rejects.toMatchObject(none);
		await expect(paperPicture(ctx, attemptId, 'x')).rejects.toMatchObject(none);
		for (const stranger of [other.candidate, await givenPerson(world, { roles: ['hrOfficer'] })]) {
			const asked = paperPicture(world.ctx(stranger, after(STARTED, 1000)), attemptId, stem);
			await expect(asked).rejects.toMatchObject(none);
		}
	});

	it('are gone once it is handed in, and come back with the released result', async () => {
		const { candidate, attemptId, sittingId, stem, explanation, approver } = await given();
		await handInAttempt(world.ctx(candidate, after(STARTED, 1000)), { attemptId, unanswered: 13 });
		const later = world.ctx(candidate, after(STARTED, 2000));
		await expect(paperPicture(later, attemptId, stem)).rejects.toMatchObject({ kind: 'not_found' });
		await world.runJobs(CLOSED);
		await givenRelease(world, sittingId, CLOSED);
		expect(await paperPicture(world.ctx(candidate, CLOSED), attemptId, stem)).toBe(stem);
		expect(await paperPicture(world.ctx(candidate, CLOSED), attemptId, explanation)).toBe(explanation);
		const stranger = await givenPerson(world);
		await expect(paperPicture(world.ctx(stranger, CLOSED), attemptId, stem)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		expect(
			await world.db.select().from(attemptItems).where(eq(attemptItems.attemptId, attemptId))
		).toHaveLength(13);
	});
});
