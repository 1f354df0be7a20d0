import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	computeEntryState,
	computePairingState,
	computeStepMinutes,
	decideLog,
	decidePairing,
	isSentence,
	mayAnswer,
	mayReplace,
	sessionDays
} from '$lib/features/mentoring/rules';
import { addDays } from '$lib/shared/dates';

const pairing = { startsOn: '2026-01-10', endsOn: '2026-06-30', endedOn: null };
const entry = { occurredOn: '2026-03-01', minutes: 60, note: '', rubric: { skill: 3 } };
const facts = {
	...{ pairing, today: '2026-03-02', minutesThatDay: 0, nowMinutes: 600 },
	...{ side: 'mentor' as const, latestDays: 30 }
};
const inTime = { today: '2026-03-10', answerBy: '2026-03-10' };
const codeOf = (decision: { ok: boolean; code?: string }) => (decision.ok ? null : decision.code);

describe('state of an entry', () => {
	it('follows from its signatures', () => {
		expect(computeEntryState(['submit'], false)).toBe('waiting');
		expect(computeEntryState(['submit', 'countersign'], false)).toBe('countersigned');
		expect(computeEntryState(['submit', 'dispute'], false)).toBe('disputed');
		expect(computeEntryState(['submit', 'dispute'], true)).toBe('replaced');
	});
	it('says who may sign next', () => {
		expect(mayAnswer('waiting', inTime).ok).toBe(true);
		for (const state of ['countersigned', 'disputed', 'settled'] as const)
			expect(codeOf(mayAnswer(state, inTime))).toBe('mentoring.entry.answered');
		expect(codeOf(mayAnswer('replaced', inTime))).toBe('mentoring.entry.superseded');
		expect(codeOf(mayAnswer('lapsed', inTime))).toBe('mentoring.entry.lapsed');
		expect(codeOf(mayAnswer('waiting', { ...inTime, today: '2026-03-11' }))).toBe('mentoring.entry.lapsed');
		expect(mayReplace('disputed').ok).toBe(true);
		expect(codeOf(mayReplace('replaced'))).toBe('mentoring.entry.replaced');
		expect(codeOf(mayReplace('countersigned'))).toBe('mentoring.entry.not_disputed');
	});
});

describe('state of a pairing', () => {
	it.each([
		['2026-01-09', 'planned'],
		['2026-01-10', 'active'],
		['2026-06-30', 'active'],
		['2026-07-01', 'overdue']
	])('on %s is %s', (today, state) => expect(computePairingState(pairing, today)).toBe(state));
	it('is ended whatever the dates say', () => {
		expect(computePairingState({ ...pairing, endedOn: '2026-02-01' }, '2026-01-01')).toBe('ended');
	});
});

describe('logging a session', () => {
	it('accepts what is in order', () => expect(decideLog(entry, facts).ok).toBe(true));
	it.each([
		['in the future', { occurredOn: '2026-03-03' }, {}, 'mentoring.date.future'],
		[
			'before the pairing',
			{ occurredOn: '2026-01-09' },
			{ today: '2026-01-20' },
			'mentoring.date.before_start'
		],
		[
			'after the agreed end',
			{ occurredOn: '2026-07-01' },
			{ today: '2026-07-02' },
			'mentoring.date.after_end'
		],
		['31 days ago', { occurredOn: '2026-01-30' }, {}, 'mentoring.date.too_old'],
		['too short', { minutes: 14 }, {}, 'mentoring.minutes.range'],
		['too long', { minutes: 721 }, {}, 'mentoring.minutes.range'],
		['over twelve hours that day', { minutes: 60 }, { minutesThatDay: 661 }, 'mentoring.minutes.day'],
		['with a phone number', { note: '回访 13800138000' }, {}, 'mentoring.note.phone']
	])('refuses one %s', (_name, change, otherwise, code) => {
		expect(codeOf(decideLog({ ...entry, ...change }, { ...facts, ...otherwise }))).toBe(code);
	});
	it('accepts the edges: 30 days ago, twelve hours in all', () => {
		expect(decideLog({ ...entry, occurredOn: '2026-01-31' }, facts).ok).toBe(true);
		expect(decideLog({ ...entry, minutes: 60 }, { ...facts, minutesThatDay: 660 }).ok).toBe(true);
	});
	it('refuses a day after HR ended the pairing, and accepts that day', () => {
		const ended = { ...facts, pairing: { ...pairing, endedOn: '2026-02-28' } };
		expect(codeOf(decideLog(entry, ended))).toBe('mentoring.date.after_end');
		expect(decideLog({ ...entry, occurredOn: '2026-02-28' }, ended).ok).toBe(true);
	});
	it('lets a correction reach back as far as the first version could', () => {
		const late = { ...facts, today: '2026-05-01' };
		expect(codeOf(decideLog(entry, late))).toBe('mentoring.date.too_old');
		expect(decideLog(entry, { ...late, firstLoggedOn: '2026-03-02' }).ok).toBe(true);
	});
	it('offers exactly the days that it accepts', () => {
		const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2025-12-01', n));
		fc.assert(
			fc.property(day, day, fc.option(day, { nil: null }), (today, occurredOn, endedOn) => {
				const of = { ...pairing, endedOn };
				const days = sessionDays(of, today);
				const offered = days !== null && occurredOn >= days.from && occurredOn <= days.to;
				expect(decideLog({ ...entry, occurredOn }, { ...facts, pairing: of, today }).ok).toBe(offered);
			})
		);
	});
});

describe('a reflection', () => {
	it.each([
		'提问要先开放后具体，客户说得越多越好。',
		'I learned to listen before talking',
		'学会了看 cash flow 报表'
	])('may be "%s"', (text) => expect(isSentence(text)).toBe(true));
	it.each(['好的', 'ok', '……………………', '12345678', 'Good session'])('is more than "%s"', (text) =>
		expect(isSentence(text)).toBe(false)
	);
});

describe('pairing two people', () => {
	const two = {
		traineeId: 'a',
		mentorId: 'b',
		startsOn: '2026-03-01',
		endsOn: '2026-09-01',
		today: '2026-03-01',
		traineeActive: true,
		mentorActive: true,
		mentorHasRole: true
	};
	it('accepts what is in order', () => expect(decidePairing(two).ok).toBe(true));
	it.each([
		[{ mentorId: 'a' }, 'mentoring.pairing.same_person'],
		[{ traineeActive: false }, 'mentoring.pairing.trainee_inactive'],
		[{ mentorActive: false }, 'mentoring.pairing.mentor_inactive'],
		[{ mentorHasRole: false }, 'mentoring.pairing.no_mentor_role'],
		[{ endsOn: '2026-02-28' }, 'mentoring.pairing.dates'],
		[{ startsOn: '2026-01-01', endsOn: '2026-02-28' }, 'mentoring.pairing.over']
	])('refuses %o', (change, code) => expect(codeOf(decidePairing({ ...two, ...change }))).toBe(code));
});

it('counts a session with all its minutes for each of its steps', () => {
	const steps = computeStepMinutes([
		{ minutes: 60, steps: [1, 3] },
		{ minutes: 30, steps: [3] }
	]);
	expect(steps).toHaveLength(7);
	expect(steps[0]).toEqual({ step: 1, minutes: 60, sessions: 1 });
	expect(steps[2]).toEqual({ step: 3, minutes: 90, sessions: 2 });
	expect(steps[6]).toEqual({ step: 7, minutes: 0, sessions: 0 });
});
