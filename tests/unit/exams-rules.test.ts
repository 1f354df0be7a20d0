import { describe, expect, it } from 'vitest';
import { CLOSING_MS, decideHandIn, decideRelease, decideStart, isOverdue } from '$lib/features/exams/rules';
import { candidateState, phaseOf } from '$lib/features/exams/states';
import { instantIn, localTimeIn } from '$lib/shared/dates';

const at = (time: string) => new Date(`2026-03-06T${time}:00Z`);
const sitting = {
	registrationOpensAt: at('01:00'),
	registrationClosesAt: at('02:00'),
	opensAt: at('03:00'),
	closesAt: at('06:00'),
	minutes: 60
};

describe('a sitting by the clock', () => {
	it.each([
		['00:59', 'announced'],
		['01:00', 'registering'],
		['02:00', 'waiting'],
		['03:00', 'open'],
		['05:59', 'open'],
		['06:00', 'closed']
	])('at %s it is %s', (time, phase) => expect(phaseOf(sitting, at(time))).toBe(phase));

	it('lets an attempt end after its minutes, at the latest with the window', () => {
		const start = (time: string) => decideStart({ sitting, registered: true, now: at(time) });
		expect(start('03:00')).toEqual({ ok: true, endsAt: at('04:00') });
		expect(start('05:30')).toEqual({ ok: true, endsAt: at('06:00') });
		expect(start('06:00')).toMatchObject({ code: 'exams.start.late' });
	});

	it('waits for saves under way before it closes an attempt', () => {
		const end = at('04:00');
		expect(isOverdue(end, new Date(end.getTime() + CLOSING_MS))).toBe(false);
		expect(isOverdue(end, new Date(end.getTime() + CLOSING_MS + 1))).toBe(true);
	});

	it('knows where a candidate stands', () => {
		const handedInAt = at('04:00');
		expect(candidateState(null, sitting, at('05:00'))).toBe('registered');
		expect(candidateState(null, sitting, at('06:00'))).toBe('absent');
		expect(candidateState({ handedInAt: null, marked: false }, sitting, at('07:00'))).toBe('inProgress');
		expect(candidateState({ handedInAt, marked: false }, sitting, at('07:00'))).toBe('handedIn');
		expect(candidateState({ handedInAt, marked: true }, sitting, at('07:00'))).toBe('marked');
	});
});

describe('decisions', () => {
	it('hands in up to the end, with what the candidate was told', () => {
		const facts = { endsAt: at('04:00'), unanswered: 3, told: 3, now: at('04:00') };
		expect(decideHandIn(facts).ok).toBe(true);
		expect(decideHandIn({ ...facts, told: 2 })).toMatchObject({ params: { unanswered: 3 } });
		expect(decideHandIn({ ...facts, now: new Date(at('04:00').getTime() + 1) })).toMatchObject({
			code: 'exams.attempt.over'
		});
	});

	it('releases when everything is in', () => {
		const facts = { sitting, attempts: 2, open: 0, unmarked: 0, now: at('06:00') };
		expect(decideRelease(facts).ok).toBe(true);
		expect(decideRelease({ ...facts, unmarked: 1 })).toMatchObject({ code: 'exams.release.unmarked' });
		expect(decideRelease({ ...facts, sitting: { ...sitting, releasedAt: at('06:00') } })).toMatchObject({
			code: 'exams.release.twice'
		});
	});
});

describe('times in forms', () => {
	it('are read and written in the organisation’s zone', () => {
		expect(instantIn('2026-03-06T09:00')).toEqual(new Date('2026-03-06T01:00:00Z'));
		expect(localTimeIn(new Date('2026-03-06T16:30:59Z'))).toBe('2026-03-07T00:30');
		for (const bad of ['', '2026-02-30T09:00', '2026-03-06', '2026-03-06T24:00', '2026-03-06T09:60']) {
			expect(instantIn(bad)).toBeNull();
		}
	});
});
