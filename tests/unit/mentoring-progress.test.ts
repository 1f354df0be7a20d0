import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	computeProgress,
	heatOf,
	mondayOf,
	WEEKS_SHOWN,
	type ProgressSession
} from '$lib/features/mentoring/progress';
import { addDays } from '$lib/shared/dates';

let counter = 0;
const session = (change: Partial<ProgressSession> = {}): ProgressSession => ({
	id: String(++counter).padStart(6, '0'),
	occurredOn: '2026-01-10',
	minutes: 90,
	steps: [1, 3],
	standing: 'counted',
	rubric: {},
	reflection: null,
	...change
});
const span = { startsOn: '2026-01-05', until: '2026-01-31' };

describe('the progress of a pairing', () => {
	it('finds the Monday of a week, across years and before the first of them', () => {
		expect(['2026-01-05', '2026-01-11', '2026-01-12', '2025-12-31', '2023-12-31'].map(mondayOf)).toEqual([
			...['2026-01-05', '2026-01-05', '2026-01-12', '2025-12-29', '2023-12-25']
		]);
	});

	it('counts a session for each of its steps and once in all; what waits stands apart', () => {
		const { weeks, steps, all, earlierTo } = computeProgress(
			[session(), session({ occurredOn: '2026-01-14', minutes: 60, steps: [3], standing: 'waiting' })],
			span
		);
		expect(weeks).toEqual(['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26']);
		expect(earlierTo).toBeNull();
		expect(steps[0]?.total).toEqual({ minutes: 90, waiting: 0 });
		expect(steps[2]?.cells.slice(0, 2)).toEqual([
			{ minutes: 90, waiting: 0 },
			{ minutes: 0, waiting: 60 }
		]);
		expect(all.total).toEqual({ minutes: 90, waiting: 60 });
	});

	it('puts what lies before the weeks shown into one column', () => {
		const { weeks, all, earlierTo } = computeProgress(
			[session(), session({ occurredOn: '2026-12-01', minutes: 30 })],
			{ startsOn: '2026-01-05', until: '2026-12-05' }
		);
		expect(weeks).toHaveLength(WEEKS_SHOWN);
		expect(earlierTo).toBe(addDays(weeks[0] ?? '', -1));
		expect(all.earlier.minutes).toBe(90);
	});

	it('tells levels and reflections in order', () => {
		const { rubric, reflections } = computeProgress(
			[
				session({ occurredOn: '2026-01-20', rubric: { skill: 3 }, reflection: '后来' }),
				session({ occurredOn: '2026-01-08', rubric: { skill: 2 }, reflection: '先', standing: 'waiting' })
			],
			span
		);
		expect(rubric[1]?.observations.map(({ level, counted }) => [level, counted])).toEqual([
			[2, false],
			[3, true]
		]);
		expect(rubric[0]?.observations).toEqual([]);
		expect(reflections.map(({ words }) => words)).toEqual(['后来', '先']);
	});

	it('loses no minute, whatever the days', () => {
		const some = fc.array(
			fc.record({
				day: fc.integer({ min: 0, max: 1200 }),
				minutes: fc.integer({ min: 15, max: 720 }),
				waits: fc.boolean()
			})
		);
		fc.assert(
			fc.property(some, (list) => {
				const sessions = list.map(({ day, minutes, waits }) =>
					session({
						occurredOn: addDays('2024-02-01', day),
						minutes,
						standing: waits ? 'waiting' : 'counted'
					})
				);
				const { all } = computeProgress(sessions, { startsOn: '2024-02-01', until: '2025-02-01' });
				const sum = [all.earlier, ...all.cells].reduce((n, one) => n + one.minutes + one.waiting, 0);
				expect(sum).toBe(list.reduce((n, { minutes }) => n + minutes, 0));
				expect(all.total.minutes + all.total.waiting).toBe(sum);
			}),
			{ numRuns: 100 }
		);
	});

	it('is the darker, the more hours', () => {
		expect([0, 15, 60, 61, 240, 241].map(heatOf)).toEqual([0, 1, 1, 2, 3, 4]);
	});
});
