import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckQuestion } from '$lib/content/module-format';
import { IDLE_MS, ReadingClock } from '$lib/features/training/components/reading-clock';
import {
	computeNextStep,
	computeProgress,
	creditHours,
	findUnanswered,
	isRight,
	markCheck,
	mayHandInCheck,
	orderOptions,
	pickEnrolment,
	pickGoOn,
	stepAddress,
	sumCredit,
	tidyAnswers,
	type LearningFacts
} from '$lib/features/training/rules';

const NOW = new Date('2026-03-02T02:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const text = { 'zh-CN': '文', en: 'text' };

function question(id: string, correct: string, type: CheckQuestion['type'] = 'single', all = 'abcd'): CheckQuestion {
	const options = [...all].map((option) => ({ id: option, text, correct: correct.includes(option) }));
	return { id, type, stem: text, explanation: text, options };
}

const facts = (over: Partial<LearningFacts> = {}): LearningFacts => ({
	started: true,
	lessons: ['one', 'two', 'three'],
	finished: new Set(),
	tries: [],
	completed: false,
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
		const at = (minutes: number) => computeNextStep(facts({ finished: allFinished, tries: [failed(minutes), failed(90)] }), NOW);
		expect(at(9.999)).toEqual({ kind: 'wait', until: new Date(ago(9.999).getTime() + 600_000) });
		expect(at(10)).toEqual({ kind: 'check' });
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
		expect(computeProgress(facts({ finished: new Set(['one', 'gone']) }))).toEqual({ state: 'inProgress', done: 1, total: 4 });
		expect(computeProgress(facts({ finished: allFinished }))).toMatchObject({ state: 'inProgress', done: 3 });
		expect(computeProgress(facts({ completed: true }))).toEqual({ state: 'completed', done: 4, total: 4 });
	});
});

describe('handing in a check', () => {
	it('is refused with the reason until it is open', () => {
		expect(mayHandInCheck(facts({ started: false }), NOW)).toMatchObject({ code: 'training.module.not_started' });
		expect(mayHandInCheck(facts(), NOW)).toMatchObject({ code: 'training.check.lessons_open' });
		expect(mayHandInCheck(facts({ completed: true }), NOW)).toMatchObject({ code: 'training.check.completed' });
		expect(mayHandInCheck(facts({ finished: allFinished, tries: [failed(3.5)] }), NOW)).toMatchObject({
			code: 'training.check.too_soon',
			params: { minutes: 7 }
		});
		expect(mayHandInCheck(facts({ finished: allFinished }), NOW).ok).toBe(true);
	});

	it('wants one known option for each question, several only where asked for', () => {
		const questions = [question('q1', 'a'), question('q2', 'ab', 'multiple'), question('q3', 'a', 'trueFalse', 'ab')];
		expect(findUnanswered(questions, {})).toEqual(['q1', 'q2', 'q3']);
		expect(findUnanswered(questions, { q1: ['b'], q2: ['c'], q3: ['b'] })).toEqual([]);
		expect(findUnanswered(questions, { q1: ['a', 'b'], q2: ['a', 'z'], q3: ['c'] })).toEqual(['q1', 'q2', 'q3']);
		expect(findUnanswered(questions, { q1: ['a', 'a'], q2: [], q3: ['a'] })).toEqual(['q2']);
		expect(tidyAnswers(questions, { q1: ['a', 'a'], q2: ['b', 'a'], q9: ['x'] })).toEqual({ q1: ['a'], q2: ['a', 'b'], q3: [] });
	});
});

describe('marking', () => {
	it('takes for multiple exactly the correct set', () => {
		const multiple = question('q', 'ac', 'multiple');
		expect(isRight(multiple, ['c', 'a'])).toBe(true);
		for (const wrong of [['a'], ['a', 'c', 'd'], ['b', 'd'], []]) expect(isRight(multiple, wrong)).toBe(false);
		expect(isRight(question('q', 'b'))).toBe(false);
	});

	it('passes exactly when the true percentage reaches the pass mark', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.integer({ min: 1, max: 100 }), (total, n, passMark) => {
				const right = Math.min(n, total);
				const questions = Array.from({ length: total }, (_, i) => question(`q${i}`, 'a'));
				const answers = Object.fromEntries(questions.map(({ id }, i) => [id, [i < right ? 'a' : 'b']]));
				const marked = markCheck(questions, passMark, answers);
				expect(marked.right).toBe(right);
				expect(marked.passed).toBe(right * 100 >= passMark * total);
				expect(marked.passed).toBe(marked.score >= passMark);
			})
		);
	});
});

describe('order of options', () => {
	it('is a permutation, stable for a seed, and differs between seeds', () => {
		const q = question('q', 'a');
		const order = (seed: string) => orderOptions(q, seed).map(({ id }) => id).join('');
		fc.assert(
			fc.property(fc.string(), (seed) => {
				expect(order(seed)).toBe(order(seed));
				expect([...order(seed)].sort().join('')).toBe('abcd');
			})
		);
		const firsts = Array.from({ length: 400 }, (_, i) => order(`person-${i}/1`)[0]);
		for (const id of 'abcd') expect(firsts.filter((f) => f === id).length).toBeGreaterThan(60);
	});

	it('leaves true and false as they are', () => {
		const q = question('q', 'a', 'trueFalse', 'ab');
		for (const seed of ['1', '2', '3', '4']) expect(orderOptions(q, seed).map(({ id }) => id)).toEqual(['a', 'b']);
	});
});

describe('choosing what to go on with', () => {
	it('takes the module touched last among those begun, else the first not begun', () => {
		const module = (code: string, state: 'notStarted' | 'inProgress' | 'completed', position: number, at: number | null) => ({
			...{ code, state, position },
			touchedAt: at === null ? null : ago(at)
		});
		const done = module('a', 'completed', 1, 1);
		expect(pickGoOn([done, module('c', 'notStarted', 3, null), module('b', 'notStarted', 2, null)])?.code).toBe('b');
		expect(
			pickGoOn([done, module('b', 'inProgress', 2, 50), module('c', 'inProgress', 3, 5), module('d', 'notStarted', 4, null)])?.code
		).toBe('c');
		expect(pickGoOn([done])).toBeNull();
	});

	it('takes the enrolment still open, else the last', () => {
		const [v1, v2] = [{ v: 1, completed: true }, { v: 2, completed: false }];
		expect(pickEnrolment([v1, v2])).toBe(v2);
		expect(pickEnrolment([{ ...v1, completed: false }, { ...v2, completed: true }])?.v).toBe(1);
		expect(pickEnrolment([v1, { ...v2, completed: true }])?.v).toBe(2);
		expect(pickEnrolment([])).toBeNull();
	});
});

describe('credit', () => {
	it('sums the calendar year and everything', () => {
		const rows = [
			{ completedOn: '2025-12-31', creditMinutes: 60 },
			{ completedOn: '2026-01-01', creditMinutes: 45 },
			{ completedOn: '2026-03-02', creditMinutes: 60 }
		];
		expect(sumCredit(rows, '2026-03-02')).toEqual({ thisYear: 105, inAll: 165 });
		expect([creditHours(60), creditHours(45), creditHours(90), creditHours(0)]).toEqual([1, 0.8, 1.5, 0]);
	});
});

describe('reading clock', () => {
	it('counts only while visible and in use', () => {
		const clock = new ReadingClock(0);
		clock.tick(10_000, true);
		clock.tick(25_000, false); // hidden
		clock.sign(25_000);
		clock.tick(30_500, true);
		expect(clock.take(120)).toBe(15);
		expect(clock.take(120)).toBe(0);
		clock.tick(25_000 + IDLE_MS + 600_000, true); // left alone: counted to the end of the last sign's time
		expect(clock.take(1000)).toBe(Math.floor((500 + 25_000 + IDLE_MS - 30_500) / 1000));
	});

	it('keeps what exceeds one report, and what could not be sent', () => {
		const clock = new ReadingClock(0);
		clock.sign(60_000);
		clock.tick(130_000, true);
		expect(clock.take(120)).toBe(120);
		expect(clock.take(120)).toBe(10);
		clock.giveBack(10);
		expect(clock.take(120)).toBe(10);
	});
});
