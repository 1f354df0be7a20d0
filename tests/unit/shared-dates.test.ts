import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dateIn, daysBetween, isIsoDate, monthsBetween } from '$lib/shared/dates';

const date = fc
	.date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2150-12-31T00:00:00Z'), noInvalidDate: true })
	.map((day) => day.toISOString().slice(0, 10));
const months = fc.integer({ min: -600, max: 600 });

describe('addMonths', () => {
	it.each([
		['2024-01-31', 1, '2024-02-29'],
		['2023-01-31', 1, '2023-02-28'],
		['2024-02-29', 12, '2025-02-28'],
		['2024-02-29', 48, '2028-02-29'],
		['2000-02-29', 1200, '2100-02-28'],
		['2026-03-31', -1, '2026-02-28'],
		['2026-01-15', -1, '2025-12-15'],
		['2026-12-31', 2, '2027-02-28'],
		['2026-05-05', 0, '2026-05-05']
	])('%s + %i = %s', (from, count, to) => expect(addMonths(from, count)).toBe(to));

	it('is a real date in the month that was meant, on the same day or the last', () => {
		fc.assert(
			fc.property(date, months, (from, count) => {
				const to = addMonths(from, count);
				expect(isIsoDate(to)).toBe(true);
				const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
				expect(month(to) - month(from)).toBe(count);
				if (to.slice(8) !== from.slice(8)) expect(addDays(to, 1).slice(8)).toBe('01');
			})
		);
	});
});

describe('monthsBetween', () => {
	it.each([
		['2024-01-31', '2024-02-28', 0],
		['2024-01-31', '2024-02-29', 1],
		['2024-02-29', '2025-02-28', 12],
		['2026-01-01', '2025-12-31', -1],
		['2026-01-01', '2026-01-01', 0]
	])('%s to %s is %i', (from, to, count) => expect(monthsBetween(from, to)).toBe(count));

	it('is the largest number of months that still fits', () => {
		fc.assert(
			fc.property(date, date, (from, to) => {
				const count = monthsBetween(from, to);
				expect(addMonths(from, count) <= to).toBe(true);
				expect(addMonths(from, count + 1) > to).toBe(true);
			})
		);
	});
});

describe('days', () => {
	it('addDays and daysBetween undo each other', () => {
		fc.assert(
			fc.property(date, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
				expect(daysBetween(from, addDays(from, days))).toBe(days);
			})
		);
	});
	it.each([
		'2026-02-29',
		'2026-13-01',
		'2026-00-10',
		'2026-1-1',
		'20260101',
		'',
		'today',
		'2026-01-01T00:00:00Z'
	])('%j is no date', (text) => expect(isIsoDate(text)).toBe(false));
	it('29 February is a date in leap years only', () => {
		expect(['2024', '2000', '2400'].map((year) => isIsoDate(`${year}-02-29`))).toEqual([true, true, true]);
		expect(['2023', '1900', '2100'].map((year) => isIsoDate(`${year}-02-29`))).toEqual([false, false, false]);
	});
});

describe('dateIn', () => {
	it('is the day in Shanghai, not in Greenwich', () => {
		expect(dateIn(new Date('2026-03-01T15:59:59Z'))).toBe('2026-03-01');
		expect(dateIn(new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-02');
	});
	it('follows another zone when asked', () => {
		expect(dateIn(new Date('2026-03-01T16:00:00Z'), 'America/New_York')).toBe('2026-03-01');
	});
});
