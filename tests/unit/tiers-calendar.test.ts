import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarSheet } from '$lib/content/calendar-format';
import { readCalendar } from '$lib/content/calendar.server';
import { addWorkingDays, isWorkingDay } from '$lib/features/tiers/calendar';
import { addDays } from '$lib/shared/dates';

const calendar = new Map(readCalendar().map(({ day, working }) => [day, working]));

describe('the calendar of content', () => {
	/** Monday to Friday less the statutory holidays: 11 days until 2024, 13 since. Swaps move days, they make none. */
	it.each([
		['2024', 251],
		['2025', 248],
		['2026', 248]
	])('leaves %s its %i working days', (year, expected) => {
		let worked = 0;
		for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) {
			if (isWorkingDay(day, calendar)) worked++;
		}
		expect(worked).toBe(expected);
	});

	it('is refused when a file names a wrong day', () => {
		const name = { 'zh-CN': '元旦', en: 'New Year’s Day' };
		const sheet = (off: [string, string], worked: string[] = []) =>
			calendarSheet.safeParse({ year: 2026, holidays: [{ name, off, worked }] }).success;
		expect(sheet(['2026-01-01', '2026-01-03'], ['2026-01-04'])).toBe(true);
		expect(sheet(['2026-01-03', '2026-01-01'])).toBe(false);
		expect(sheet(['2026-02-30', '2026-03-01'])).toBe(false);
		expect(sheet(['2025-12-31', '2026-01-01'])).toBe(false);
		expect(sheet(['2026-01-01', '2026-01-03'], ['2026-01-05'])).toBe(false);
		expect(sheet(['2026-01-01', '2026-01-04'], ['2026-01-04'])).toBe(false);
	});
});

describe('working days', () => {
	it.each([
		// Five working days from a Monday: the Monday after.
		['2026-03-02', 5, '2026-03-09'],
		['2026-03-06', 1, '2026-03-09'],
		['2026-03-07', 1, '2026-03-09'],
		['2026-03-07', 0, '2026-03-07'],
		// Spring Festival 2026: 14 and 28 February are worked, 15 to 23 are off.
		['2026-02-12', 1, '2026-02-13'],
		['2026-02-12', 2, '2026-02-14'],
		['2026-02-12', 3, '2026-02-24'],
		['2026-02-12', 5, '2026-02-26'],
		['2026-02-27', 1, '2026-02-28'],
		['2026-02-27', 2, '2026-03-02'],
		// Year ends: 1 to 3 January 2026 are off, Sunday the 4th is worked; 2027 is not known yet.
		['2025-12-31', 1, '2026-01-04'],
		['2025-12-30', 5, '2026-01-07'],
		['2024-12-31', 1, '2025-01-02'],
		['2026-12-31', 1, '2027-01-01'],
		// National Day and Mid-Autumn 2025 together.
		['2025-09-30', 1, '2025-10-09'],
		['2025-09-30', 3, '2025-10-11']
	])('from %s, %i of them, is %s', (from, days, to) => {
		expect(addWorkingDays(from, days, calendar)).toBe(to);
	});

	it('add up, and end on a working day', () => {
		const day = fc.integer({ min: 0, max: 1100 }).map((n) => addDays('2023-12-15', n));
		fc.assert(
			fc.property(day, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (from, a, b) => {
				const end = addWorkingDays(from, a + b, calendar);
				expect(isWorkingDay(end, calendar)).toBe(true);
				expect(addWorkingDays(addWorkingDays(from, a, calendar), b, calendar)).toBe(end);
			})
		);
	});
});
