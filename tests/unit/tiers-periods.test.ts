import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, monthsFullOn, monthsIn, mostDaysOf, union } from '$lib/features/tiers/engine/periods';
import { addDays, addMonths, monthsBetween } from '$lib/shared/dates';

const period = (from: string, to: string | null = null) => ({ from, to });

describe('periods of experience', () => {
	it('are full on the anniversary, not the day before', () => {
		const job = [period('2024-01-15')];
		expect(monthsIn(job, '2025-01-14')).toBe(11);
		expect(monthsIn(job, '2025-01-15')).toBe(12);
	});

	it('count their last day', () => {
		expect(monthsIn([period('2024-01-01', '2024-12-31')], '2026-01-01')).toBe(12);
		expect(monthsIn([period('2024-01-01', '2024-12-30')], '2026-01-01')).toBe(11);
	});

	it.each([
		['a month after 31 January', '2025-01-31', '2025-02-28', 1],
		['in a leap year', '2024-01-31', '2024-02-29', 1],
		['the day before', '2024-01-31', '2024-02-28', 0],
		['a year from a leap day', '2024-02-29', '2025-02-28', 12]
	])('end with short months: %s', (_, from, asOf, months) => {
		expect(monthsIn([period(from)], asOf)).toBe(months);
	});

	it('count overlaps once and join neighbours', () => {
		const jobs = [
			period('2024-01-01', '2024-08-31'),
			period('2024-03-01', '2024-12-31'),
			period('2025-01-01', '2025-06-30')
		];
		expect(union(jobs, '2026-01-01')).toEqual([{ from: '2024-01-01', end: '2025-07-01' }]);
		expect(monthsIn(jobs, '2026-01-01')).toBe(18);
	});

	it('add up over gaps: whole months first, odd days when they make a month of any length', () => {
		const halves = [period('2022-01-01', '2022-06-30'), period('2023-07-01', '2023-12-31')];
		expect(monthsIn(halves, '2026-01-01')).toBe(12);
		const odd = [period('2022-01-01', '2022-01-20'), period('2023-03-01', '2023-03-11')];
		expect(monthsIn(odd, '2026-01-01')).toBe(1);
		expect(mostDaysOf(12)).toBe(366);
	});

	it('ignore what has not begun', () => {
		expect(monthsIn([period('2027-01-01')], '2026-01-01')).toBe(0);
		expect(monthsIn([], '2026-01-01')).toBe(0);
	});

	it('name the first day on which time alone fills them', () => {
		expect(monthsFullOn([period('2024-09-01')], 36, '2026-11-21')).toBe('2027-09-01');
		expect(monthsFullOn([period('2020-01-01', '2020-12-31')], 36, '2026-11-21')).toBeNull();
		expect(monthsFullOn([period('2020-01-01', '2020-06-30'), period('2026-11-01')], 12, '2026-11-21')).toBe(
			'2027-05-01'
		);
		expect(monthsFullOn([period('2030-01-01')], 1, '2026-11-21')).toBe('2030-02-01');
		expect(monthsFullOn([], 1, '2026-11-21')).toBeNull();
	});

	const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2018-01-01', days));
	const anyPeriod = fc.tuple(day, fc.option(fc.integer({ min: 0, max: 900 }))).map(([from, length]) => ({
		from,
		to: length === null ? null : addDays(from, length)
	}));

	it('never give fewer months for more periods or more time', () => {
		fc.assert(
			fc.property(
				fc.array(anyPeriod, { maxLength: 6 }),
				anyPeriod,
				day,
				fc.nat(60),
				(some, more, asOf, days) => {
					expect(monthsIn([...some, more], asOf)).toBeGreaterThanOrEqual(monthsIn(some, asOf));
					expect(monthsIn(some, addDays(asOf, days))).toBeGreaterThanOrEqual(monthsIn(some, asOf));
				}
			),
			{ numRuns: 600 }
		);
	});

	it('agree with the calendar for one stretch', () => {
		fc.assert(
			fc.property(day, fc.nat(4000), (from, days) => {
				const asOf = addDays(from, days);
				expect(monthsIn([period(from)], asOf)).toBe(monthsBetween(from, asOf));
			})
		);
	});

	it('are full on the named day and not the day before', () => {
		fc.assert(
			fc.property(
				fc.array(anyPeriod, { maxLength: 4 }),
				fc.integer({ min: 1, max: 80 }),
				day,
				(some, months, asOf) => {
					const full = monthsFullOn(some, months, asOf);
					if (full === null) return;
					expect(monthsIn(some, full)).toBeGreaterThanOrEqual(months);
					if (full > asOf) expect(monthsIn(some, addDays(full, -1))).toBeLessThan(months);
				}
			)
		);
	});
});

describe('the last months', () => {
	it('end the day before the anniversary', () => {
		expect(isWithin('2025-11-22', 12, '2026-11-21')).toBe(true);
		expect(isWithin('2025-11-21', 12, '2026-11-21')).toBe(false);
		expect(isWithin('2026-11-21', 12, '2026-11-21')).toBe(true);
		expect(isWithin('2026-11-22', 12, '2026-11-21')).toBe(false);
		expect(addMonths('2025-11-21', 12)).toBe('2026-11-21');
	});
});
