import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { start, type AttemptClock } from '../../src/lib/features/exams/clock';
import {
	countViews,
	deskState,
	deskStates,
	deskViews,
	isIn,
	noSigns,
	shownClock,
	signsOf,
	type DeskCandidate,
	type DeskNews
} from '../../src/lib/features/exams/desk';
import { applyNews, isMeant, type DeskPicture } from '../../src/lib/features/exams/desk-news';
import { roomStage } from '../../src/lib/features/exams/components/desk/stage';

const MINUTE = 60_000;
const clock = start(
	{
		...{ opensAt: 0, closesAt: 600 * MINUTE, minutes: 60, lateMinutes: null, endCut: 'none' },
		...{ extraMinutes: 0, breakMinutes: 10, turn: 0 }
	},
	0
) as AttemptClock & { ok: true };
const at = (now: number) => ({ now, lastStart: 30 * MINUTE });
const seen = (seenAt: number, more = {}) => ({ seenAt, away: false, connected: true, ...more });

describe('where a candidate stands', () => {
	it('before the start: waiting, as long as they may begin', () => {
		expect(deskState(null, null, at(30 * MINUTE))).toBe('waiting');
		expect(deskState(null, null, at(30 * MINUTE + 1))).toBe('absent');
	});
	it('while writing: by when they were heard of', () => {
		expect(deskState(clock, null, at(39_999))).toBe('writing');
		expect(deskState(clock, null, at(40_000))).toBe('disconnected');
		expect(deskState(clock, seen(100_000), at(139_000))).toBe('writing');
		expect(deskState(clock, seen(100_000, { away: true }), at(139_000))).toBe('away');
		expect(deskState(clock, seen(100_000, { away: true }), at(140_000))).toBe('disconnected');
		expect(deskState(clock, seen(100_000, { connected: false }), at(100_001))).toBe('disconnected');
	});
	it('whose clock stands is not asked whether they sit there', () => {
		const paused = { ...clock, pausedAt: MINUTE };
		expect(deskState(paused, null, at(50 * MINUTE))).toBe('paused');
		const onBreak = { ...paused, pausedUntil: 11 * MINUTE };
		expect(deskState(onBreak, null, at(10 * MINUTE))).toBe('break');
		expect(deskState(onBreak, seen(11 * MINUTE), at(11 * MINUTE))).toBe('writing');
	});
	it('finished: whatever was heard', () => {
		const done = { ...clock, handedInAt: MINUTE };
		expect(deskState(done, seen(0, { connected: false }), at(2 * MINUTE))).toBe('finished');
	});
});

it('a desk counts down by the end, and not where the clock stands', () => {
	expect(shownClock(clock, MINUTE)).toEqual({ endsAt: new Date(60 * MINUTE).toISOString(), leftMs: null });
	expect(shownClock({ ...clock, pausedAt: MINUTE }, 9 * MINUTE)).toEqual({
		endsAt: null,
		leftMs: 59 * MINUTE
	});
	// A break that ended by itself moved the end.
	const over = { ...clock, pausedAt: MINUTE, pausedUntil: 2 * MINUTE };
	expect(shownClock(over, 5 * MINUTE).endsAt).toBe(new Date(61 * MINUTE).toISOString());
	expect(shownClock({ ...clock, handedInAt: 1 }, 2)).toEqual({ endsAt: null, leftMs: null });
});

it('signs are counted by kind, and time given is added up', () => {
	const tallies = [
		{ kind: 'leave', n: 3, ms: 9000 },
		{ kind: 'extend', n: 1, ms: 5 * MINUTE },
		{ kind: 'giveBack', n: 1, ms: 20_000 },
		{ kind: 'start', n: 1, ms: 0 }
	] as const;
	expect(signsOf(tallies)).toEqual({ ...noSigns, leaves: 3, leaveMs: 9000, givenMs: 5 * MINUTE + 20_000 });
});

const candidate = fc.record({
	registrationId: fc.string({ minLength: 1, maxLength: 3 }),
	chair: fc.option(fc.integer({ min: 1, max: 600 })),
	ticket: fc.string(),
	state: fc.constantFrom(...deskStates),
	signs: fc.record({ leaves: fc.integer({ min: 0, max: 2 }) }).map((some) => ({ ...noSigns, ...some }))
}) as unknown as fc.Arbitrary<DeskCandidate>;
const room = fc.uniqueArray(candidate, { selector: ({ registrationId }) => registrationId, maxLength: 20 });

it('the numbers of the filters are those of whom they show', () => {
	fc.assert(
		fc.property(room, (candidates) => {
			const counts = countViews(candidates);
			for (const view of deskViews)
				expect(counts[view]).toBe(candidates.filter((one) => isIn(view, one)).length);
		})
	);
});

it('what a desk was told piece by piece is what it would be told at once', () => {
	const told = (whole: boolean, candidates: DeskCandidate[], gone: string[] = []): DeskNews => ({
		...{ now: '', whole, candidates, gone, room: { pausedAt: null, closedAt: null }, events: [] }
	});
	const byId = ({ candidates }: DeskPicture) =>
		new Map(candidates.map((one) => [one.registrationId, one] as const));
	fc.assert(
		fc.property(room, room, (before, after) => {
			const first = applyNews(
				{ room: { pausedAt: null, closedAt: null }, candidates: [], events: [] },
				told(true, before)
			);
			const known = new Map(before.map((one) => [one.registrationId, JSON.stringify(one)]));
			const changed = after.filter((one) => known.get(one.registrationId) !== JSON.stringify(one));
			const ids = new Set(after.map(({ registrationId }) => registrationId));
			const gone = [...known.keys()].filter((id) => !ids.has(id));
			const then = applyNews(first, told(false, changed, gone));
			expect(byId(then)).toEqual(new Map(after.map((one) => [one.registrationId, one])));
		})
	);
});

it('a candidate is found by name, number, ticket and chair', () => {
	const one = { name: '赖芳', employeeNo: 'JH0253', ticket: '202600001', chair: 12 };
	for (const typed of ['', ' 赖 ', 'jh0253', '00001', '12']) expect(isMeant(one, typed)).toBe(true);
	expect(isMeant(one, '13')).toBe(false);
});

it('a room stands where its window and its invigilators left it', () => {
	const window = { opensAt: '2026-03-06T01:00:00.000Z', closesAt: '2026-03-06T10:00:00.000Z' };
	const stage = (now: string, more = {}) =>
		roomStage({ closed: false, paused: false, ...window, ...more }, now);
	expect(stage('2026-03-06T00:59:00.000Z')).toBe('before');
	expect(stage('2026-03-06T02:00:00.000Z')).toBe('running');
	expect(stage('2026-03-06T02:00:00.000Z', { paused: true })).toBe('paused');
	expect(stage('2026-03-06T11:00:00.000Z')).toBe('over');
	expect(stage('2026-03-06T11:00:00.000Z', { closed: true, paused: true })).toBe('closed');
});
