import { describe, expect, it } from 'vitest';
import { faultsOfPlan } from '$lib/features/exams/rules';
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

	it('knows where a candidate stands', () => {
		const handedInAt = at('04:00');
		expect(candidateState(null, sitting, at('05:00'))).toBe('registered');
		expect(candidateState(null, sitting, at('06:00'))).toBe('absent');
		expect(candidateState({ handedInAt: null, marked: false }, sitting, at('07:00'))).toBe('inProgress');
		expect(candidateState({ handedInAt, marked: false }, sitting, at('07:00'))).toBe('handedIn');
		expect(candidateState({ handedInAt, marked: true }, sitting, at('07:00'))).toBe('marked');
	});
});

describe('a plan', () => {
	const at = (minutes: number) => new Date(Date.UTC(2026, 2, 6, 1, minutes));
	const faults = (registrationClosesAt: Date, lateMinutes: number | null) =>
		faultsOfPlan(
			{
				...{ registrationOpensAt: at(-600), registrationClosesAt, opensAt: at(0), closesAt: at(300) },
				...{ minutes: 60, lateMinutes }
			},
			at(-900)
		);

	it('lets nobody register who could not begin any more', () => {
		expect(faults(at(30), 30)).toEqual({});
		expect(faults(at(31), 30)).toEqual({ registrationClosesAt: 'exams.sitting.registration_after_entry' });
		expect(faults(at(300), null)).toEqual({});
		expect(faults(at(301), 600)).toEqual({ registrationClosesAt: 'exams.sitting.registration_late' });
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
