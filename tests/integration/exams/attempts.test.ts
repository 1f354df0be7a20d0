import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { items, itemVersions } from '$lib/features/bank/tables.server';
import {
	closeAttempts,
	getRoom,
	handInAttempt,
	markAttempt,
	saveAnswers,
	startAttempt,
	sweepAttempts
} from '$lib/features/exams/index.server';
import { LATE_MS } from '$lib/features/exams/clock';
import {
	answers,
	attemptItems,
	attemptResults,
	attempts,
	sittingEvents
} from '$lib/features/exams/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import {
	after,
	givenItems,
	ENDS,
	givenAttempt,
	givenBank,
	givenCandidate,
	givenSitting,
	question,
	STARTED,
	times
} from './given';

const stored = (world: World, attemptId: string) =>
	world.db
		.select()
		.from(answers)
		.where(eq(answers.attemptId, attemptId))
		.orderBy(answers.position, answers.seq);
const attemptOf = async (world: World, id: string) =>
	(await world.db.select().from(attempts).where(eq(attempts.id, id)))[0]!;
const resultOf = async (world: World, id: string) =>
	(await world.db.select().from(attemptResults).where(eq(attemptResults.attemptId, id)))[0];

onEveryDatabase('attempts', (world) => {
	describe('starting', () => {
		it('gives one attempt to fifty starts at once', async () => {
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			const all = await Promise.all(
				Array.from({ length: 50 }, () => startAttempt(world.ctx(candidate, STARTED), { sittingId }))
			);
			expect(new Set(all.map(({ attemptId }) => attemptId)).size).toBe(1);
			const rows = await world.db.select().from(attempts).where(eq(attempts.sittingId, sittingId));
			expect(rows).toHaveLength(1);
			const events = await world.db
				.select()
				.from(sittingEvents)
				.where(eq(sittingEvents.attemptId, rows[0]!.id));
			expect(events).toMatchObject([{ kind: 'start', at: STARTED, roomId: null }]);
		});

		it('only inside the window, only for the registered; ends when the window does', async () => {
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			const start = (now: Date, who = candidate) => startAttempt(world.ctx(who, now), { sittingId });
			await expect(start(after(times.opensAt, -1))).rejects.toMatchObject({ code: 'exams.start.early' });
			await expect(start(times.closesAt)).rejects.toMatchObject({ code: 'exams.start.late' });
			await expect(start(STARTED, await givenPerson(world))).rejects.toMatchObject({
				code: 'exams.start.unregistered'
			});
			const { attemptId } = await start(after(times.closesAt, -60_000));
			expect((await attemptOf(world, attemptId)).endsAt).toEqual(times.closesAt);
		});

		it('draws no draft and no retired item, and the newest version of the ready ones', async () => {
			const { author } = await givenBank(world);
			await givenItems(world, author, [question('law-777', 'single', ['a'])]);
			await world.db.update(items).set({ status: 'retired' }).where(eq(items.code, 'law-004'));
			for (let n = 0; n < 12; n++) {
				const { attemptId } = await givenAttempt(world);
				const drawn = await world.db
					.select({ code: items.code, status: items.status, area: items.area })
					.from(attemptItems)
					.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
					.innerJoin(items, eq(items.id, itemVersions.itemId))
					.where(eq(attemptItems.attemptId, attemptId));
				expect(drawn).toHaveLength(12);
				expect(drawn.every(({ status }) => status === 'ready')).toBe(true);
				expect(new Set(drawn.map(({ code }) => code)).size).toBe(12);
			}
			await world.db.update(items).set({ status: 'ready' }).where(eq(items.code, 'law-004'));
		});
	});

	describe('saving', () => {
		it('acknowledges what is stored, and is idempotent by attempt, position and seq', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const answer = { position: 1, seq: 1, given: paper[0]!.right, flagged: false };
			const save = () =>
				saveAnswers(world.ctx(candidate, after(STARTED, 1000)), { attemptId, answers: [answer] });
			const reply = await save();
			expect(reply).toMatchObject({
				acknowledged: [[1, 1]],
				kept: [],
				msLeft: ENDS.getTime() - STARTED.getTime() - 1000
			});
			expect(await save()).toMatchObject({ acknowledged: [[1, 1]], kept: [] });
			const together = await Promise.all(Array.from({ length: 10 }, save));
			expect(together.every(({ kept }) => !kept.length)).toBe(true);
			expect(await stored(world, attemptId)).toHaveLength(1);
		});

		it('keeps every version; the highest number is the answer', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const { right: a, wrong: b } = paper[0]!;
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			await saveAnswers(ctx, { attemptId, answers: [{ position: 1, seq: 2, given: b, flagged: true }] });
			const late = await saveAnswers(ctx, {
				attemptId,
				answers: [{ position: 1, seq: 1, given: a, flagged: false }]
			});
			expect(late).toMatchObject({
				acknowledged: [[1, 1]],
				kept: [{ position: 1, seq: 2, given: b, flagged: true }]
			});
			const room = await getRoom(ctx, attemptId);
			expect(room).toMatchObject({
				state: 'open',
				answers: [{ position: 1, seq: 2, given: b, flagged: true }]
			});
		});

		it('reports an answer that another machine gave the same number', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const { right: a, wrong: b } = paper[0]!;
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			const save = (given: typeof a, seq = 1) =>
				saveAnswers(ctx, { attemptId, answers: [{ position: 1, seq, given, flagged: false }] });
			await save(a);
			expect(await save(b)).toMatchObject({
				acknowledged: [],
				kept: [{ position: 1, seq: 1, given: a }]
			});
			expect(await save(b, 2)).toMatchObject({ acknowledged: [[1, 2]], kept: [] });
		});

		it('never acknowledges the loser of two that race for one number', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const { right: a, wrong: b } = paper[0]!;
			for (let seq = 1; seq <= 10; seq++) {
				const replies = await Promise.all(
					[a, b].map((given) =>
						saveAnswers(world.ctx(candidate, after(STARTED, 1000)), {
							attemptId,
							answers: [{ position: 1, seq, given, flagged: false }]
						})
					)
				);
				expect(replies.flatMap(({ acknowledged }) => acknowledged)).toEqual([[1, seq]]);
			}
		});

		it('takes a whole batch or none of it', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			const good = { position: 1, seq: 1, given: paper[0]!.right, flagged: false };
			/** A question of which one option at most may be chosen. */
			const one = paper.find(({ type }) => type === 'single' || type === 'trueFalse')!;
			for (const bad of [
				{ position: 2, seq: 1, given: ['z'], flagged: false },
				{ position: 13, seq: 1, given: null, flagged: false },
				{ position: one.position, seq: 2, given: one.options.slice(0, 2), flagged: false }
			]) {
				await expect(saveAnswers(ctx, { attemptId, answers: [good, bad] })).rejects.toMatchObject({
					kind: 'invalid',
					code: 'exams.answer.unknown'
				});
			}
			expect(await stored(world, attemptId)).toEqual([]);
			const all = paper.map(({ position, right }) => ({
				position,
				seq: 1,
				given: right,
				flagged: false
			}));
			expect((await saveAnswers(ctx, { attemptId, answers: all })).acknowledged).toHaveLength(12);
			expect((await saveAnswers(ctx, { attemptId, answers: [] })).acknowledged).toEqual([]);
		});

		it('takes what arrives by the end to the millisecond, and after it only what was made before, labelled, for a minute', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const save = (now: Date, seq: number, age = 0) =>
				saveAnswers(world.ctx(candidate, now), {
					attemptId,
					age,
					answers: [{ position: 1, seq, given: paper[0]!.right, flagged: false }]
				});
			expect(await save(after(ENDS, -1), 1)).toMatchObject({ msLeft: 1 });
			expect(await save(ENDS, 2)).toMatchObject({ acknowledged: [[1, 2]], msLeft: 0 });
			const over = { kind: 'conflict', code: 'exams.attempt.over' };
			await expect(save(after(ENDS, 1), 3)).rejects.toMatchObject(over);
			expect(await save(after(ENDS, 1), 4, 1)).toMatchObject({ acknowledged: [[1, 4]], late: true });
			await closeAttempts(world.ctx(undefined, after(ENDS, 1000)), { attemptId });
			expect(await save(after(ENDS, LATE_MS), 5, LATE_MS)).toMatchObject({ late: true });
			await expect(save(after(ENDS, LATE_MS), 6, LATE_MS - 1)).rejects.toMatchObject(over);
			await expect(save(after(ENDS, LATE_MS + 1), 7, LATE_MS + 1)).rejects.toMatchObject(over);
			expect((await stored(world, attemptId)).map(({ seq, late }) => [seq, late])).toEqual([
				[1, false],
				[2, false],
				[4, true],
				[5, true]
			]);
			// What was refused is not gone: the record has it.
			const kept = await world.db
				.select()
				.from(sittingEvents)
				.where(and(eq(sittingEvents.attemptId, attemptId), eq(sittingEvents.kind, 'saveRefused')))
				.orderBy(sittingEvents.id);
			expect(kept.map(({ data }) => data)).toMatchObject(
				[3, 6, 7].map((seq) => ({ code: over.code, answers: [{ position: 1, seq }] }))
			);
		});

		it('is refused after handing in, and to anybody else', async () => {
			const { candidate, attemptId } = await givenAttempt(world);
			const answers = [{ position: 1, seq: 1, given: null, flagged: true }];
			const stranger = await givenPerson(world);
			await expect(
				saveAnswers(world.ctx(stranger, after(STARTED, 1000)), { attemptId, answers })
			).rejects.toMatchObject({ kind: 'not_found' });
			await handInAttempt(world.ctx(candidate, after(STARTED, 2000)), { attemptId, unanswered: 12 });
			await expect(
				saveAnswers(world.ctx(candidate, after(STARTED, 3000)), { attemptId, answers })
			).rejects.toMatchObject({ kind: 'conflict', code: 'exams.attempt.closed' });
		});

		it('marks exactly what it acknowledged when saves and a hand-in race', async () => {
			for (let round = 0; round < 5; round++) {
				const { candidate, attemptId, paper } = await givenAttempt(world);
				const ctx = world.ctx(candidate, after(STARTED, 1000));
				const saves = paper.map(({ position, right }) =>
					saveAnswers(ctx, { attemptId, answers: [{ position, seq: 1, given: right, flagged: false }] })
				);
				const handIn = (async () => {
					for (let told = 12; told >= 0; told--) {
						const done = await handInAttempt(ctx, { attemptId, unanswered: told }).catch(() => null);
						if (done) return;
					}
				})();
				const outcomes = await Promise.allSettled(saves);
				await handIn;
				if (!(await attemptOf(world, attemptId)).handedInAt)
					await handInAttempt(ctx, { attemptId, unanswered: 0 });
				await markAttempt(world.ctx(), { attemptId });
				const acknowledged = outcomes.filter(({ status }) => status === 'fulfilled').length;
				expect((await resultOf(world, attemptId))!.earnedHundredths).toBe(acknowledged * 500);
			}
		});
	});

	describe('handing in', () => {
		it('asks again when the number of unanswered questions is another', async () => {
			const { candidate, attemptId, paper } = await givenAttempt(world);
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			await saveAnswers(ctx, {
				attemptId,
				answers: [{ position: 1, seq: 1, given: paper[0]!.right, flagged: false }]
			});
			await expect(handInAttempt(ctx, { attemptId, unanswered: 12 })).rejects.toMatchObject({
				code: 'exams.hand_in.changed',
				params: { unanswered: 11 }
			});
			await saveAnswers(ctx, { attemptId, answers: [{ position: 1, seq: 2, given: null, flagged: false }] });
			await handInAttempt(ctx, { attemptId, unanswered: 12 });
		});

		it('happens once, however often it is asked for', async () => {
			const { candidate, attemptId } = await givenAttempt(world);
			const handIn = (ms: number) =>
				handInAttempt(world.ctx(candidate, after(STARTED, ms)), { attemptId, unanswered: 12 });
			const replies = await Promise.all([1000, 2000].map(handIn));
			expect(replies[0]).toEqual(replies[1]);
			expect(await handIn(5000)).toEqual(replies[0]);
			const jobs = (await world.jobs.committed()).filter(
				({ queue, data }) =>
					queue === 'exams.attempt.mark' && (data['attemptIds'] as string[]).includes(attemptId)
			);
			expect(jobs).toHaveLength(1);
		});

		it('is the candidate’s own, and the server’s after the end', async () => {
			const { attemptId, candidate } = await givenAttempt(world);
			const stranger = await givenPerson(world);
			await expect(
				handInAttempt(world.ctx(stranger, STARTED), { attemptId, unanswered: 12 })
			).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(
				handInAttempt(world.ctx(candidate, after(ENDS, 1)), { attemptId, unanswered: 12 })
			).rejects.toMatchObject({ code: 'exams.attempt.over' });
			await expect(getRoom(world.ctx(stranger, STARTED), attemptId)).rejects.toMatchObject({
				kind: 'forbidden'
			});
		});

		it('is done by the server with nobody present, as of the end, and marked', async () => {
			const { attemptId, candidate, paper } = await givenAttempt(world);
			await saveAnswers(world.ctx(candidate, ENDS), {
				attemptId,
				answers: paper
					.slice(0, 8)
					.map(({ position, right }) => ({ position, seq: 1, given: right, flagged: false }))
			});
			await closeAttempts(world.ctx(undefined, ENDS));
			expect((await attemptOf(world, attemptId)).handedInAt).toBeNull();
			await closeAttempts(world.ctx(undefined, after(ENDS, 1)));
			await world.runJobs(after(ENDS, LATE_MS));
			expect(await resultOf(world, attemptId)).toBeUndefined();
			await world.runJobs(after(ENDS, LATE_MS + 1001));
			expect(await attemptOf(world, attemptId)).toMatchObject({ handedInAt: ENDS, handedInBy: 'server' });
			expect(await resultOf(world, attemptId)).toMatchObject({
				earnedHundredths: 4000,
				maxScore: 60,
				tenths: 666,
				passed: true,
				rule: 'hundredths/2 bank/1'
			});
		});

		it('closes once under two servers, and by whoever looks', async () => {
			const { attemptId } = await givenAttempt(world);
			const late = after(ENDS, 6000);
			const done = await Promise.all(
				[1, 2, 3].map(() => closeAttempts(world.ctx(undefined, late), { attemptId }))
			);
			expect(done.reduce((sum, n) => sum + n)).toBe(1);
			const other = await givenAttempt(world);
			expect(await getRoom(world.ctx(other.candidate, after(ENDS, 1000)), other.attemptId)).toMatchObject({
				state: 'ending',
				msToClose: 1000
			});
			expect(await getRoom(world.ctx(other.candidate, late), other.attemptId)).toMatchObject({
				state: 'handedIn',
				by: 'server',
				answered: 0,
				length: 12
			});
		});

		it('is made up for by the sweep, marking included', async () => {
			const { attemptId } = await givenAttempt(world);
			await sweepAttempts(world.ctx(undefined, ENDS));
			expect((await attemptOf(world, attemptId)).handedInAt).toBeNull();
			await sweepAttempts(world.ctx(undefined, after(ENDS, 10_000)));
			await sweepAttempts(world.ctx(undefined, after(ENDS, LATE_MS + 2)));
			expect((await attemptOf(world, attemptId)).handedInAt).toEqual(ENDS);
			expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 0, passed: false });
			expect(await markAttempt(world.ctx(), { attemptId })).toBe(false);
		});
	});
});
