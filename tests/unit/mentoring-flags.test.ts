import { describe, expect, it } from 'vitest';
import { computeFlags, type FlagFacts } from '$lib/features/mentoring/flags';
import {
	answerBy,
	computeCounts,
	computeEntryState,
	mayAnswer,
	maySettle
} from '$lib/features/mentoring/rules';

const at = (time: string) => new Date(`2026-01-10T${time}:00Z`);
const session = { occurredOn: '2026-01-10', startedAt: at('02:00'), minutes: 90 };
const facts: FlagFacts = {
	pairing: { traineeId: 't', mentorId: 'm', startsOn: '2026-01-05', endsOn: '2026-06-30', endedOn: null },
	rules: { logDays: 30, minutesPerDay: 480 },
	clashes: [],
	sessions: new Map(),
	headIds: ['h'],
	firstLoggedOn: '2026-01-10',
	clocks: null
};
const kinds = (change: Partial<FlagFacts>, of: object = {}) =>
	computeFlags({ ...session, ...of }, { ...facts, ...change }).map(({ kind }) => kind);
const clash = (personId: string) => ({
	...{ personId, sourceType: 'class', title: { 'zh-CN': '上课', en: 'Class' }, href: '/classes/1' },
	...{ startsAt: at('02:30'), endsAt: at('04:00') }
});

describe('what is found implausible', () => {
	it('is nothing where all is in order', () => expect(kinds({})).toEqual([]));
	it.each([
		['time that either has given already', { clashes: [clash('t'), clash('m')] }, {}, ['overlap']],
		[
			'a long day of either',
			{ sessions: new Map([['m', [{ startedAt: at('06:00'), minutes: 400 }]]]) },
			{},
			['hours']
		],
		['a late entry', { firstLoggedOn: '2026-02-10' }, {}, ['late']],
		['a day before the pairing', {}, { occurredOn: '2026-01-04' }, ['outside']],
		['a day after its end', { pairing: { ...facts.pairing, endedOn: '2026-01-09' } }, {}, ['outside']],
		['a mentor who manages the trainee', { headIds: ['h', 'm'] }, {}, ['manager']],
		[
			'a clock on another day',
			{ clocks: { device: at('02:00'), server: new Date('2026-01-11T02:00:00Z') } },
			{},
			['clock']
		],
		['several at once', { headIds: ['m'], clashes: [clash('t')] }, {}, ['overlap', 'manager']]
	])('is %s', (_name, change, of, found) => expect(kinds(change as Partial<FlagFacts>, of)).toEqual(found));
	it('leaves the edges alone: 30 days, eight hours, half a day of the clock less a second', () => {
		expect(kinds({ firstLoggedOn: '2026-02-09' })).toEqual([]);
		expect(kinds({ sessions: new Map([['t', [{ startedAt: at('06:00'), minutes: 390 }]]]) })).toEqual([]);
		const server = new Date(at('02:00').getTime() + 12 * 3_600_000 - 1000);
		expect(kinds({ clocks: { device: at('02:00'), server } })).toEqual([]);
	});
	it('counts sessions at the same time once: that is an overlap, not a long day', () =>
		expect(kinds({ sessions: new Map([['t', [{ startedAt: at('02:00'), minutes: 480 }]]]) })).toEqual([]));
	it('says whose day was too long, and by what', () => {
		const sessions = new Map([['m', [{ startedAt: at('06:00'), minutes: 400 }]]]);
		expect(computeFlags(session, { ...facts, sessions })[0]?.detail).toEqual({
			people: [{ personId: 'm', minutes: 490 }],
			most: 480
		});
	});
});

describe('what counts', () => {
	const clean = { settledAsCounted: false, flags: [] };
	it('is signed by both or settled so, with no flag open or upheld', () => {
		expect(computeCounts('countersigned', clean)).toBe(true);
		expect(computeCounts('countersigned', { ...clean, flags: [{ cleared: true }] })).toBe(true);
		for (const cleared of [null, false])
			expect(computeCounts('countersigned', { ...clean, flags: [{ cleared: true }, { cleared }] })).toBe(
				false
			);
		expect(computeCounts('settled', clean)).toBe(false);
		expect(computeCounts('settled', { ...clean, settledAsCounted: true })).toBe(true);
		for (const state of ['waiting', 'disputed', 'replaced', 'lapsed'] as const)
			expect(computeCounts(state, { ...clean, settledAsCounted: true })).toBe(false);
	});
	it('follows from signatures, corrections and days', () => {
		expect(computeEntryState(['submit'], false, true)).toBe('lapsed');
		expect(computeEntryState(['submit', 'settle'], false, true)).toBe('settled');
		expect(computeEntryState(['submit', 'dispute', 'settle'], false)).toBe('settled');
		expect(answerBy('2026-01-10', { answerDays: 14 })).toBe('2026-01-24');
		expect(mayAnswer('waiting', { today: '2026-01-24', answerBy: '2026-01-24' }).ok).toBe(true);
		expect(mayAnswer('waiting', { today: '2026-01-25', answerBy: '2026-01-24' }).ok).toBe(false);
	});
	it('is HR’s to settle only where the two did not', () => {
		for (const state of ['disputed', 'lapsed'] as const) expect(maySettle(state).ok).toBe(true);
		for (const state of ['waiting', 'countersigned', 'replaced', 'settled'] as const)
			expect(maySettle(state).ok).toBe(false);
	});
});
