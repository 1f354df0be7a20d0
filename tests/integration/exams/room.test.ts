import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import {
	closeAttempts,
	enterRoom,
	getRoom,
	handInAttempt,
	judgeLeaving,
	keepTime,
	prepareSitting,
	saveAnswers,
	startAttempt,
	sweepAttempts,
	takeBreak,
	takeSeat
} from '$lib/features/exams/index.server';
import { beat } from '$lib/features/exams/commands/keep-time.server';
import type { RoomRules } from '$lib/features/exams/room-rules';
import {
	answers,
	attemptItems,
	attemptPapers,
	attempts,
	registrations,
	sittingEvents,
	sittingRooms,
	sittings
} from '$lib/features/exams/tables.server';
import { nowhere, type Origin } from '$lib/server/http/device';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import {
	after,
	ENDS,
	givenAttempt,
	givenBank,
	givenCandidate,
	givenSitting,
	MINUTES,
	STARTED,
	times
} from './given';

const device = (name: string): Origin => ({ ...nowhere, device: name, agent: name });
const attemptOf = async (world: World, id: string) =>
	(await world.db.select().from(attempts).where(eq(attempts.id, id)))[0]!;
const eventsOf = async (world: World, attemptId: string) =>
	(
		await world.db
			.select()
			.from(sittingEvents)
			.where(eq(sittingEvents.attemptId, attemptId))
			.orderBy(sittingEvents.at, sittingEvents.id)
	).map(({ kind, data }) => ({ kind, ...(data as object) }));
const withRules = (world: World, sittingId: string, rules: Partial<RoomRules>) =>
	world.db.update(sittings).set({ rules }).where(eq(sittings.id, sittingId));
const give = (world: World, personId: string, sittingId: string, change: object) =>
	world.db
		.update(registrations)
		.set(change)
		.where(and(eq(registrations.sittingId, sittingId), eq(registrations.personId, personId)));

/** A candidate who began on a device. */
async function givenOn(world: World, name: string) {
	const sittingId = await givenSitting(world);
	const candidate = await givenCandidate(world, sittingId);
	const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId }, device(name));
	return { sittingId, candidate, attemptId };
}

onEveryDatabase('the exam room', (world) => {
	describe('before the bell', () => {
		it('papers are drawn once for everybody with a place, and a start takes the one that was drawn', async () => {
			const sittingId = await givenSitting(world);
			const candidates = [];
			for (let n = 0; n < 4; n++) candidates.push(await givenCandidate(world, sittingId));
			const [first, waiting, gone] = candidates;
			await give(world, waiting!.id, sittingId, { waitingSince: STARTED });
			await give(world, gone!.id, sittingId, { withdrawnAt: STARTED });
			const ctx = world.ctx(undefined, after(times.opensAt, -60_000));
			const drawn = await Promise.all([1, 2, 3].map(() => prepareSitting(ctx, { sittingId })));
			expect(drawn.reduce((sum, n) => sum + n)).toBe(2);
			expect(
				await world.db.select().from(attemptPapers).where(eq(attemptPapers.sittingId, sittingId))
			).toHaveLength(2);
			const { attemptId } = await enterRoom(world.ctx(first!, after(times.opensAt, -60_000)), { sittingId });
			expect(await world.db.$count(attemptItems, eq(attemptItems.attemptId, attemptId))).toBe(12);
			expect(await startAttempt(world.ctx(first!, STARTED), { sittingId })).toMatchObject({
				attemptId,
				seat: 1
			});
			await expect(startAttempt(world.ctx(waiting!, STARTED), { sittingId })).rejects.toMatchObject({
				code: 'exams.start.waiting'
			});
		});

		it('candidates wait in the room without a question, from an hour before', async () => {
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			const enter = (ms: number) => enterRoom(world.ctx(candidate, after(times.opensAt, ms)), { sittingId });
			await expect(enter(-3_600_001)).rejects.toMatchObject({ code: 'exams.start.early' });
			const { attemptId } = await enter(-3_600_000);
			expect(await enter(-1)).toEqual({ attemptId });
			const room = await getRoom(world.ctx(candidate, after(times.opensAt, -5_000)), attemptId);
			expect(room).toMatchObject({ state: 'waiting', msToStart: 5_000, length: 12, asksPassword: false });
			expect(JSON.stringify(room)).not.toMatch(/题干|选项/);
			const stranger = await givenPerson(world);
			await expect(getRoom(world.ctx(stranger, STARTED), attemptId)).rejects.toMatchObject({
				kind: 'forbidden'
			});
			await expect(enterRoom(world.ctx(stranger, STARTED), { sittingId })).rejects.toMatchObject({
				code: 'exams.start.unregistered'
			});
		});

		it('turns are spread, each by the same seconds whenever it is asked', async () => {
			const sittingId = await givenSitting(world);
			await world.db.update(sittings).set({ spreadSeconds: 30 }).where(eq(sittings.id, sittingId));
			const turns = [];
			for (let n = 0; n < 5; n++) {
				const candidate = await givenCandidate(world, sittingId);
				const { attemptId } = await enterRoom(world.ctx(candidate, times.opensAt), { sittingId });
				const ask = async () => {
					const room = await getRoom(world.ctx(candidate, times.opensAt), attemptId);
					return room.state === 'waiting' ? room.msToStart : -1;
				};
				const turn = await ask();
				expect(await ask()).toBe(turn);
				await expect(
					startAttempt(world.ctx(candidate, after(times.opensAt, turn - 1)), { sittingId })
				).rejects.toMatchObject({ code: 'exams.start.early' });
				const { msLeft } = await startAttempt(world.ctx(candidate, after(times.opensAt, turn)), {
					sittingId
				});
				expect(msLeft).toBe(ENDS.getTime() - STARTED.getTime());
				turns.push(turn);
			}
			expect(Math.max(...turns)).toBeLessThan(30_000);
			expect(new Set(turns).size).toBeGreaterThan(1);
		});
	});

	describe('coming in', () => {
		it('asks the room’s addresses, its password and the browser’s key', async () => {
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			const roomId = newId(STARTED);
			await world.db.insert(sittingRooms).values({
				...{
					id: roomId,
					sittingId,
					kind: 'site',
					name: '一号考场',
					ipRanges: ['10.8.0.0/16'],
					password: '7351'
				}
			});
			await give(world, candidate.id, sittingId, { roomId });
			const key = '0'.repeat(64);
			await withRules(world, sittingId, { configKeys: [key] });
			const url = 'http://exam.test/attempt/x/start';
			const right = {
				...device('a'),
				...{ address: '::ffff:10.8.3.4', url },
				configKeyHash: createHash('sha256')
					.update(url + key)
					.digest('hex')
			};
			const start = (origin: Origin, password?: string) =>
				startAttempt(world.ctx(candidate, STARTED), { sittingId, password }, origin);
			for (const [origin, password, code] of [
				[{ ...right, address: '10.9.0.1' }, '7351', 'exams.entry.address'],
				[{ ...right, address: null }, '7351', 'exams.entry.address'],
				[{ ...right, configKeyHash: null }, '7351', 'exams.entry.browser'],
				[{ ...right, url: `${url}?` }, '7351', 'exams.entry.browser'],
				[right, '7350', 'exams.entry.password'],
				[right, undefined, 'exams.entry.password']
			] as const) {
				await expect(start(origin, password)).rejects.toMatchObject({ code });
			}
			const { attemptId } = await start(right, ' 7351 ');
			await expect(
				takeSeat(world.ctx(candidate, STARTED), { attemptId }, { ...right, address: '10.9.0.1' })
			).rejects.toMatchObject({ code: 'exams.entry.address' });
		});
	});

	describe('one seat', () => {
		it('another device sees no question and cannot save, until it is let', async () => {
			const { candidate, attemptId } = await givenOn(world, 'a');
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			expect((await getRoom(ctx, attemptId, 'a')).state).toBe('open');
			const other = await getRoom(ctx, attemptId, 'b');
			expect(other).toMatchObject({ state: 'elsewhere', mayTakeOver: false });
			expect(JSON.stringify(other)).not.toMatch(/题干|选项/);
			const save = (seat: number | null, name: string, seq: number) =>
				saveAnswers(
					ctx,
					{ attemptId, seat, answers: [{ position: 1, seq, given: null, flagged: true }] },
					name
				);
			await save(1, 'a', 1);
			await expect(save(1, 'b', 2)).rejects.toMatchObject({ code: 'exams.seat.held' });
			await expect(takeSeat(ctx, { attemptId }, device('b'))).rejects.toMatchObject({
				code: 'exams.seat.held'
			});
			await world.db.update(attempts).set({ deviceFreedAt: STARTED }).where(eq(attempts.id, attemptId));
			const taken = await takeSeat(ctx, { attemptId }, device('b'));
			expect(taken).toMatchObject({ seat: 2, answers: [{ position: 1, seq: 1, flagged: true }] });
			await expect(save(1, 'a', 3)).rejects.toMatchObject({ code: 'exams.seat.held' });
			await save(2, 'b', 4);
			await expect(takeSeat(ctx, { attemptId }, device('a'))).rejects.toMatchObject({
				code: 'exams.seat.held'
			});
			const kinds = (await eventsOf(world, attemptId)).map(({ kind }) => kind);
			expect(kinds.filter((kind) => kind === 'seatRefused')).toHaveLength(2);
			expect(kinds.filter((kind) => kind === 'saveRefused')).toHaveLength(2);
			expect(kinds).toContain('seat');
		});

		it('of fifty windows at once one has it, and only that one saves', async () => {
			const { candidate, attemptId } = await givenOn(world, 'a');
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			const taken = await Promise.all(
				Array.from({ length: 50 }, () => takeSeat(ctx, { attemptId }, device('a')))
			);
			const seats = taken.map(({ seat }) => seat).sort((a, b) => a - b);
			expect(seats).toEqual(Array.from({ length: 50 }, (_, i) => i + 2));
			const saved = await Promise.allSettled(
				seats.map((seat) =>
					saveAnswers(
						ctx,
						{ attemptId, seat, answers: [{ position: 1, seq: seat, given: null, flagged: true }] },
						'a'
					)
				)
			);
			expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			expect(await world.db.select().from(answers).where(eq(answers.attemptId, attemptId))).toMatchObject([
				{ seq: 51, seat: 51 }
			]);
		});

		it('is taken over by oneself where the sitting lets', async () => {
			const { sittingId, candidate, attemptId } = await givenOn(world, 'a');
			await withRules(world, sittingId, { takeOver: 'self' });
			const ctx = world.ctx(candidate, after(STARTED, 1000));
			expect(await getRoom(ctx, attemptId, 'b')).toMatchObject({ state: 'elsewhere', mayTakeOver: true });
			expect((await takeSeat(ctx, { attemptId }, device('b'))).seat).toBe(2);
		});
	});

	describe('time', () => {
		it('stands in a break, which ends by itself and is given back to the millisecond', async () => {
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			await give(world, candidate.id, sittingId, { breakMinutes: 10, extraMinutes: 5 });
			const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId });
			const end = after(ENDS, 5 * 60_000);
			expect((await attemptOf(world, attemptId)).endsAt).toEqual(end);
			const at = (minutes: number) => world.ctx(candidate, after(STARTED, minutes * 60_000));
			await takeBreak(at(10), { attemptId });
			const answer = { attemptId, answers: [{ position: 1, seq: 1, given: null, flagged: true }] };
			await expect(saveAnswers(at(11), answer)).rejects.toMatchObject({ code: 'exams.attempt.paused' });
			await expect(handInAttempt(at(11), { attemptId, unanswered: 12 })).rejects.toMatchObject({
				code: 'exams.attempt.paused'
			});
			await takeBreak(at(14), { attemptId, end: true });
			expect(await attemptOf(world, attemptId)).toMatchObject({
				...{ endsAt: after(end, 4 * 60_000), breakMs: 6 * 60_000, pausedAt: null }
			});
			await takeBreak(at(30), { attemptId });
			// Six minutes were left: the break ended at 36, and the end is ten minutes later than it was.
			expect(await getRoom(at(40), attemptId)).toMatchObject({ pause: null, msLeft: 5 * 60_000 });
			await saveAnswers(at(40), answer);
			await expect(takeBreak(at(40), { attemptId })).rejects.toMatchObject({ code: 'exams.break.none' });
			await closeAttempts(world.ctx(undefined, after(end, 10 * 60_000)), { attemptId });
			expect((await attemptOf(world, attemptId)).handedInAt).toBeNull();
			await closeAttempts(world.ctx(undefined, after(end, 10 * 60_000 + 1)), { attemptId });
			expect((await attemptOf(world, attemptId)).handedInAt).toEqual(after(end, 10 * 60_000));
		});

		it('that an outage took is given back before anything is handed in, once by however many servers', async () => {
			const { attemptId } = await givenAttempt(world);
			const other = await givenAttempt(world);
			await world.db
				.update(attempts)
				.set({ pausedAt: after(STARTED, 1000) })
				.where(eq(attempts.id, other.attemptId));
			await world.db.execute(sql`delete from exam_pulse`);
			const last = after(ENDS, -60_000);
			expect(await beat(world.ctx(undefined, last))).toBe(0);
			expect(await beat(world.ctx(undefined, after(last, 15_000)))).toBe(0);
			expect(await beat(world.ctx(undefined, last))).toBe(0);
			const silence = 120_000;
			const back = after(last, 15_000 + silence);
			await Promise.all([1, 2, 3].map(() => keepTime(world.ctx(undefined, back))));
			expect(await attemptOf(world, attemptId)).toMatchObject({
				handedInAt: null,
				endsAt: after(ENDS, silence)
			});
			expect((await eventsOf(world, attemptId)).filter(({ kind }) => kind === 'giveBack')).toMatchObject([
				{ ms: silence }
			]);
			expect((await attemptOf(world, other.attemptId)).endsAt).toEqual(ENDS);
			for (let ms = 10_000; ms <= 50_000; ms += 10_000) await keepTime(world.ctx(undefined, after(back, ms)));
			expect((await attemptOf(world, attemptId)).handedInAt).toEqual(after(ENDS, silence));
		});
	});

	describe('an outage', () => {
		/** Silence from `last` until two minutes later, with everybody who was there when it began. */
		const SILENCE = 120_000;
		const last = after(STARTED, 60_000);
		const back = after(last, SILENCE);
		const silent = () =>
			world.db.execute(sql`insert into exam_pulse (id, beat_at) values (1, ${last.toISOString()}::timestamptz)
				on conflict (id) do update set beat_at = excluded.beat_at`);

		it('is given back from the start on to who began in its first moment', async () => {
			await silent();
			const sittingId = await givenSitting(world);
			const candidate = await givenCandidate(world, sittingId);
			const began = after(last, 700);
			const { attemptId } = await startAttempt(world.ctx(candidate, began), { sittingId });
			await keepTime(world.ctx(undefined, back));
			expect((await attemptOf(world, attemptId)).endsAt).toEqual(after(back, MINUTES * 60_000));
			expect((await eventsOf(world, attemptId)).at(-1)).toMatchObject({
				...{ kind: 'giveBack', ms: SILENCE - 700, since: began.toISOString() }
			});
		});

		it('is given back from the end of a break on, and not at all to who stood', async () => {
			const begin = async (minutes: number, change: object = {}) => {
				const sittingId = await givenSitting(world);
				const candidate = await givenCandidate(world, sittingId);
				await give(world, candidate.id, sittingId, { breakMinutes: minutes });
				const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId });
				await takeBreak(world.ctx(candidate, after(STARTED, 30_000)), { attemptId });
				await world.db
					.update(attempts)
					.set({ seat: 1, ...change })
					.where(eq(attempts.id, attemptId));
				return attemptId;
			};
			// Over half a minute into the silence; over after it; over in it with ten seconds of the exam left.
			const [over, resting, nearlyDone, stopped] = [
				await begin(1),
				await begin(10),
				await begin(1, { endsAt: after(STARTED, 40_000) }),
				await begin(1, { pausedUntil: null })
			];
			await silent();
			await keepTime(world.ctx(undefined, back));
			const ends = async (id: string) => (await attemptOf(world, id)).endsAt;
			expect(await ends(over)).toEqual(after(ENDS, SILENCE - 30_000));
			expect(await ends(resting)).toEqual(ENDS);
			expect(await ends(stopped)).toEqual(ENDS);
			expect(await attemptOf(world, nearlyDone)).toMatchObject({
				...{ endsAt: after(STARTED, 40_000 + SILENCE - 30_000), handedInAt: null }
			});
			await keepTime(world.ctx(undefined, after(back, 10_000)));
			expect((await attemptOf(world, nearlyDone)).handedInAt).toBeNull();
			await keepTime(world.ctx(undefined, after(back, 10_001)));
			expect((await attemptOf(world, nearlyDone)).handedInAt).toEqual(after(back, 10_000));
		});

		it('hands nobody in before it is given back, whoever looks', async () => {
			const { attemptId, candidate } = await givenAttempt(world);
			const end = after(last, 30_000);
			await world.db.update(attempts).set({ endsAt: end }).where(eq(attempts.id, attemptId));
			await silent();
			expect(await getRoom(world.ctx(candidate, back), attemptId)).toMatchObject({ state: 'ending' });
			await sweepAttempts(world.ctx(undefined, back));
			expect((await attemptOf(world, attemptId)).handedInAt).toBeNull();
			await keepTime(world.ctx(undefined, back));
			expect(await getRoom(world.ctx(candidate, back), attemptId)).toMatchObject({
				...{ state: 'open', msLeft: 30_000 }
			});
			await world.db.execute(sql`delete from exam_pulse`);
		});
	});

	describe('integrity', () => {
		it('what a device noticed is recorded; a flag comes once, and nobody is failed', async () => {
			const { sittingId, candidate, attemptId } = await givenAttempt(world);
			await withRules(world, sittingId, { leaving: { act: 'flag', times: 2 } });
			const leave = async (ms: number) => {
				const ctx = world.ctx(candidate, after(STARTED, ms));
				await saveAnswers(ctx, { attemptId, answers: [], events: [{ kind: 'leave', ms: 7_000, age: 500 }] });
				await judgeLeaving(ctx, { attemptId });
			};
			for (const ms of [1000, 2000, 3000, 4000]) await leave(ms);
			const events = await eventsOf(world, attemptId);
			expect(events.filter(({ kind }) => kind === 'leave')).toHaveLength(4);
			expect(events.filter(({ kind }) => kind === 'flag')).toMatchObject([{ why: 'leaving', times: 2 }]);
			expect((await attemptOf(world, attemptId)).handedInAt).toBeNull();
		});

		it('leaving too often hands in where the sitting says so, with what was made before', async () => {
			const { sittingId, candidate, attemptId } = await givenAttempt(world);
			await withRules(world, sittingId, { leaving: { act: 'handIn', times: 1 } });
			const save = (ms: number, age: number, seq: number) =>
				saveAnswers(world.ctx(candidate, after(STARTED, ms)), {
					...{ attemptId, age, answers: [{ position: 1, seq, given: null, flagged: true }] },
					events: seq === 1 ? [{ kind: 'leave', ms: 7_000, age: 0 }] : []
				});
			await save(1000, 0, 1);
			await judgeLeaving(world.ctx(undefined, after(STARTED, 2000)), { attemptId });
			expect(await attemptOf(world, attemptId)).toMatchObject({
				...{ handedInAt: after(STARTED, 2000), handedInBy: 'server' }
			});
			expect(await save(3000, 1000, 2)).toMatchObject({ late: true });
			await expect(save(3000, 999, 3)).rejects.toMatchObject({ code: 'exams.attempt.over' });
		});

		it('without a way back nothing before the furthest question is taken', async () => {
			const { sittingId, candidate, attemptId } = await givenAttempt(world);
			await withRules(world, sittingId, { oneWay: true });
			const save = (position: number, seq: number) =>
				saveAnswers(world.ctx(candidate, after(STARTED, 1000)), {
					...{ attemptId, answers: [{ position, seq, given: null, flagged: true }] }
				});
			await save(3, 1);
			await save(3, 2);
			await expect(save(2, 1)).rejects.toMatchObject({ code: 'exams.answer.one_way' });
			await save(4, 1);
		});

		it('a save for another’s attempt changes nothing, and says who tried', async () => {
			const { attemptId } = await givenAttempt(world);
			const stranger = await givenPerson(world);
			const { officer } = await givenBank(world);
			for (const who of [stranger, officer])
				await expect(
					saveAnswers(world.ctx(who, after(STARTED, 1000)), {
						...{ attemptId, answers: [{ position: 1, seq: 1, given: null, flagged: true }] }
					})
				).rejects.toMatchObject({ kind: who === stranger ? 'not_found' : expect.any(String) });
			expect(await world.db.$count(answers, eq(answers.attemptId, attemptId))).toBe(0);
			const tried = await world.db
				.select()
				.from(sittingEvents)
				.where(and(eq(sittingEvents.attemptId, attemptId), eq(sittingEvents.kind, 'saveRefused')));
			expect(tried.map(({ byId }) => byId)).toContain(stranger.id);
		});
	});
});
