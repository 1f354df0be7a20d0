import { describe, expect, it } from 'vitest';
import {
	checkRulesOf,
	computeNextStep,
	computeProgress,
	creditHours,
	findMissing,
	mayBegin,
	pickEnrolment,
	pickGoOn,
	stepAddress,
	sumCredit,
	type LearningFacts
} from '$lib/features/training/rules';

const NOW = new Date('2026-03-02T02:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const facts = (over: Partial<LearningFacts> = {}): LearningFacts => ({
	started: true,
	lessons: ['one', 'two', 'three'],
	finished: new Set(),
	tries: [],
	completed: false,
	...{ check: { tries: null, waitMinutes: 10 }, retired: false, missing: [] },
	...over
});
const allFinished = new Set(['one', 'two', 'three']);
const failed = (minutes: number) => ({ at: ago(minutes), score: 50, passed: false });

describe('next step', () => {
	it('is to start, then the first lesson that is open, then the check, then nothing', () => {
		expect(computeNextStep(facts({ started: false }), NOW)).toEqual({ kind: 'start' });
		expect(computeNextStep(facts(), NOW)).toEqual({ kind: 'lesson', lesson: 'one' });
		expect(computeNextStep(facts({ finished: new Set(['one', 'three']) }), NOW)).toEqual({
			kind: 'lesson',
			lesson: 'two'
		});
		expect(computeNextStep(facts({ finished: allFinished }), NOW)).toEqual({ kind: 'check' });
		expect(computeNextStep(facts({ finished: allFinished, completed: true }), NOW)).toEqual({ kind: 'done' });
	});

	it('waits ten minutes after the last failed try, to the millisecond, whatever order tries come in', () => {
		const at = (minutes: number) =>
			computeNextStep(facts({ finished: allFinished, tries: [failed(minutes), failed(90)] }), NOW);
		expect(at(9.999)).toEqual({ kind: 'wait', until: new Date(ago(9.999).getTime() + 600_000) });
		expect(at(10)).toEqual({ kind: 'check' });
	});

	it('is not to start what is retired or comes after others; what was begun goes on', () => {
		const missing = ['before'];
		expect(computeNextStep(facts({ started: false, missing }), NOW)).toEqual({ kind: 'requires' });
		expect(computeNextStep(facts({ started: false, missing, retired: true }), NOW)).toEqual({
			kind: 'retired'
		});
		expect(computeNextStep(facts({ missing, retired: true }), NOW)).toEqual({
			kind: 'lesson',
			lesson: 'one'
		});
		expect(mayBegin({ retired: false, missing })).toMatchObject({ code: 'training.module.requires' });
		expect(mayBegin({ retired: true, missing: [] })).toMatchObject({ code: 'training.module.retired' });
	});

	it('ends with the last try, until more are granted', () => {
		const tries = [failed(30), failed(20)];
		const at = (granted: number) => {
			const check = checkRulesOf({ check: { tries: 2, waitMinutes: 0 } }, granted);
			return computeNextStep(facts({ finished: allFinished, tries, check }), NOW).kind;
		};
		expect([at(0), at(1)]).toEqual(['usedUp', 'check']);
		expect(checkRulesOf({})).toEqual({ tries: null, waitMinutes: 10 });
	});

	it('asks for required modules that are not completed and that somebody can still begin', () => {
		const open = new Set(['a', 'b', 'c']);
		expect(findMissing(['a', 'b', 'gone'], new Set(['a']), open)).toEqual(['b']);
		expect(findMissing(undefined, new Set(), open)).toEqual([]);
	});

	it('leads to the address where it is done', () => {
		expect(stepAddress('m', { kind: 'start' })).toBe('/training/m');
		expect(stepAddress('m', { kind: 'lesson', lesson: 'one' })).toBe('/training/m/one');
		expect(stepAddress('m', { kind: 'check' })).toBe('/training/m/check');
		expect(stepAddress('m', { kind: 'done' })).toBe('/training/m');
	});
});

describe('progress', () => {
	it('counts the lessons and the check, and only lessons that the version has', () => {
		expect(computeProgress(facts({ started: false }))).toEqual({ state: 'notStarted', done: 0, total: 4 });
		expect(computeProgress(facts({ finished: new Set(['one', 'gone']) }))).toEqual({
			state: 'inProgress',
			done: 1,
			total: 4
		});
		expect(computeProgress(facts({ finished: allFinished }))).toMatchObject({ state: 'inProgress', done: 3 });
		expect(computeProgress(facts({ completed: true }))).toEqual({ state: 'completed', done: 4, total: 4 });
	});
});

describe('choosing what to go on with', () => {
	it('takes the module touched last among those begun, else the first not begun', () => {
		const module = (
			code: string,
			state: 'notStarted' | 'inProgress' | 'completed',
			position: number,
			at: number | null
		) => ({
			...{ code, state, position, blocked: false },
			touchedAt: at === null ? null : ago(at)
		});
		const done = module('a', 'completed', 1, 1);
		expect(
			pickGoOn([done, module('c', 'notStarted', 3, null), module('b', 'notStarted', 2, null)])?.code
		).toBe('b');
		expect(
			pickGoOn([
				done,
				module('b', 'inProgress', 2, 50),
				module('c', 'inProgress', 3, 5),
				module('d', 'notStarted', 4, null)
			])?.code
		).toBe('c');
		expect(pickGoOn([done])).toBeNull();
		// What the person can do nothing about is left out.
		expect(
			pickGoOn([{ ...module('b', 'inProgress', 2, 5), blocked: true }, module('d', 'notStarted', 4, null)])
				?.code
		).toBe('d');
	});

	it('takes the enrolment still open, else the last', () => {
		const [v1, v2] = [
			{ v: 1, completed: true },
			{ v: 2, completed: false }
		];
		expect(pickEnrolment([v1, v2])).toBe(v2);
		expect(
			pickEnrolment([
				{ ...v1, completed: false },
				{ ...v2, completed: true }
			])?.v
		).toBe(1);
		expect(pickEnrolment([v1, { ...v2, completed: true }])?.v).toBe(2);
		expect(pickEnrolment([])).toBeNull();
	});
});

describe('credit', () => {
	it('sums the calendar year and everything', () => {
		const rows = [
			{ earnedOn: '2025-12-31', minutes: 60 },
			{ earnedOn: '2026-01-01', minutes: 45 },
			{ earnedOn: '2026-03-02', minutes: 60 }
		];
		expect(sumCredit(rows, '2026-03-02')).toEqual({ thisYear: 105, inAll: 165 });
		expect([creditHours(60), creditHours(45), creditHours(90), creditHours(0)]).toEqual([1, 0.8, 1.5, 0]);
	});
});
