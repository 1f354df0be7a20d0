import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	calendarFile,
	escapeText,
	foldLine,
	sequenceOf,
	unescapeText,
	unfold
} from '$lib/features/agenda/ics';
import { mondayOf } from '$lib/features/agenda';
import { addDays, daysBetween } from '$lib/shared/dates';

const octets = (text: string) => new TextEncoder().encode(text).length;
const event = {
	...{
		uid: 'classSession-1@jinjie',
		title: '客户拜访, 实战; "一"',
		place: '培训中心\n301',
		url: 'https://x.example/classes/1'
	},
	...{ startsAt: new Date('2026-03-09T02:00:00Z'), endsAt: new Date('2026-03-09T04:00:00Z') },
	...{ dayOnly: false, tentative: false, updatedAt: new Date('2026-03-02T02:00:00Z') }
};
const head = { name: '进阶日程', now: new Date('2026-03-02T03:00:00Z') };

describe('lines of a calendar file', () => {
	it('are at most 75 octets, whole characters, and the same once put together', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
				const line = `SUMMARY:${escapeText(text)}`;
				const folded = foldLine(line);
				for (const part of folded.split('\r\n')) {
					expect(octets(part)).toBeLessThanOrEqual(75);
					expect(part.isWellFormed?.() ?? true).toBe(true);
				}
				expect(unfold(folded)).toBe(line);
			})
		);
	});

	it('fold Chinese, emoji and long words', () => {
		const line = `SUMMARY:${'客户经理👩‍💼'.repeat(20)}`;
		expect(foldLine(line).split('\r\n').length).toBeGreaterThan(3);
		expect(unfold(foldLine(line))).toBe(line);
	});

	it('say texts so that they are read back', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'\\;,nN\n a客":') }), (text) => {
				expect(escapeText(text)).not.toMatch(/[\n\r]/);
				expect(unescapeText(escapeText(text))).toBe(text);
			})
		);
		expect(escapeText('a\r\nb\u0007c')).toBe('a\\nb c');
	});
});

describe('a calendar file', () => {
	const file = calendarFile([event], head);
	const lines = unfold(file).split('\r\n');

	it('ends every line in CRLF and holds UTC times, uid, sequence and change', () => {
		expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
		expect(lines).toEqual(
			expect.arrayContaining([
				...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:classSession-1@jinjie'],
				...['DTSTAMP:20260302T030000Z', 'LAST-MODIFIED:20260302T020000Z'],
				...['DTSTART:20260309T020000Z', 'DTEND:20260309T040000Z', 'STATUS:CONFIRMED'],
				...['SUMMARY:客户拜访\\, 实战\\; "一"', 'LOCATION:培训中心\\n301', 'END:VEVENT', 'END:VCALENDAR']
			])
		);
		expect(lines.at(-1)).toBe('');
		expect(file).not.toContain('TZID');
	});

	it('gives what has no hours by its date in the organisation’s zone', () => {
		const day = { startsAt: new Date('2026-03-08T16:00:00Z'), endsAt: new Date('2026-03-09T16:00:00Z') };
		const text = calendarFile([{ ...event, ...day, dayOnly: true, place: null }], head);
		expect(text).toContain('DTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260310\r\n');
		expect(text).not.toContain('LOCATION');
	});

	it('has a sequence that rises with every change', () => {
		const later = new Date(event.updatedAt.getTime() + 1000);
		expect(sequenceOf(later)).toBe(sequenceOf(event.updatedAt) + 1);
		expect(sequenceOf(new Date('2080-01-01T00:00:00Z'))).toBeLessThan(2 ** 31);
	});
});

it('weeks begin on Mondays', () => {
	expect(mondayOf('2026-03-02')).toBe('2026-03-02');
	expect(mondayOf('2026-03-08')).toBe('2026-03-02');
	fc.assert(
		fc.property(fc.integer({ min: -20_000, max: 40_000 }), (days) => {
			const date = addDays('1970-01-01', days);
			const monday = mondayOf(date);
			expect(daysBetween(monday, date)).toBeGreaterThanOrEqual(0);
			expect(daysBetween(monday, date)).toBeLessThan(7);
			expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1);
		})
	);
});
