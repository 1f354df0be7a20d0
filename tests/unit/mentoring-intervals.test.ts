import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	coveredBy,
	intervalOf,
	mergeIntervals,
	minutesSpent,
	sharedOf,
	type Interval
} from '$lib/features/mentoring/intervals';

const interval = fc
	.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 60 }))
	.map(([from, length]): Interval => ({ from, to: from + length }));
const intervals = fc.array(interval, { maxLength: 12 });
/** The instants that a stretch covers, one by one: the slow truth. */
const instants = ({ from, to }: Interval) => Array.from({ length: to - from }, (_, i) => from + i);
const all = (list: readonly Interval[]) => new Set(list.flatMap(instants));

describe('stretches of time', () => {
	it('share what both cover, whichever comes first', () =>
		fc.assert(
			fc.property(interval, interval, (a, b) => {
				const both = instants(a).filter((instant) => instants(b).includes(instant)).length;
				expect(sharedOf(a, b)).toBe(both);
				expect(sharedOf(b, a)).toBe(both);
			})
		));
	it('share nothing where they only touch', () =>
		expect(sharedOf({ from: 0, to: 5 }, { from: 5, to: 9 })).toBe(0));
	it('merge into stretches that cover the same, in order, and neither touch nor overlap', () =>
		fc.assert(
			fc.property(intervals, (list) => {
				const merged = mergeIntervals(list);
				expect([...all(merged)].sort()).toEqual([...all(list)].sort());
				for (const [i, { from, to }] of merged.entries()) {
					expect(from).toBeLessThan(to);
					if (i) expect(merged[i - 1]!.to).toBeLessThan(from);
				}
				expect(mergeIntervals(merged)).toEqual(merged);
			})
		));
	it('cover as much as there is, however often and in whatever order', () =>
		fc.assert(
			fc.property(intervals, (list) => {
				expect(coveredBy(list)).toBe(all(list).size);
				expect(coveredBy([...list, ...list].reverse())).toBe(coveredBy(list));
			})
		));
	it('leave what they are made of as it was', () => {
		const list = [
			{ from: 3, to: 9 },
			{ from: 0, to: 4 }
		];
		mergeIntervals(list);
		expect(list).toEqual([
			{ from: 3, to: 9 },
			{ from: 0, to: 4 }
		]);
	});
});

describe('minutes of sessions', () => {
	const at = (time: string) => new Date(`2026-01-10T${time}:00Z`);
	it('count once where two are held at the same time', () =>
		expect(
			minutesSpent([
				{ startedAt: at('02:00'), minutes: 90 },
				{ startedAt: at('03:00'), minutes: 60 }
			])
		).toBe(120));
	it('count in full where nobody said when it began', () =>
		expect(
			minutesSpent([
				{ startedAt: at('02:00'), minutes: 90 },
				{ startedAt: null, minutes: 60 }
			])
		).toBe(150));
	it('are never more than the sum, never less than the longest', () => {
		const session = fc.record({
			startedAt: fc.option(
				fc.integer({ min: 0, max: 1200 }).map((m) => new Date(m * 60_000)),
				{ nil: null }
			),
			minutes: fc.integer({ min: 15, max: 720 })
		});
		fc.assert(
			fc.property(fc.array(session, { minLength: 1, maxLength: 8 }), (sessions) => {
				const spent = minutesSpent(sessions);
				expect(spent).toBeLessThanOrEqual(sessions.reduce((sum, { minutes }) => sum + minutes, 0));
				expect(spent).toBeGreaterThanOrEqual(Math.max(...sessions.map(({ minutes }) => minutes)));
			})
		);
		expect(intervalOf({ startedAt: null, minutes: 30 })).toBeNull();
	});
});
