import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckQuestion } from '$lib/content/module-format';
import {
	findUnanswered,
	isRight,
	markCheck,
	orderOptions,
	tidyAnswers
} from '$lib/features/training/marking';
import { mayHandInCheck, type LearningFacts } from '$lib/features/training/rules';

const NOW = new Date('2026-03-02T02:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const text = { 'zh-CN': '文', en: 'text' };

function question(
	id: string,
	correct: string,
	type: CheckQuestion['type'] = 'single',
	all = 'abcd'
): CheckQuestion {
	const options = [...all].map((option) => ({ id: option, text, correct: correct.includes(option) }));
	return { id, type, stem: text, explanation: text, options };
}

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

describe('handing in a check', () => {
	it('is refused with the reason until it is open', () => {
		expect(mayHandInCheck(facts({ started: false }), NOW)).toMatchObject({
			code: 'training.module.not_started'
		});
		expect(mayHandInCheck(facts(), NOW)).toMatchObject({ code: 'training.check.lessons_open' });
		expect(mayHandInCheck(facts({ completed: true }), NOW)).toMatchObject({
			code: 'training.check.completed'
		});
		expect(mayHandInCheck(facts({ finished: allFinished, tries: [failed(3.5)] }), NOW)).toMatchObject({
			code: 'training.check.too_soon',
			params: { minutes: 7 }
		});
		expect(mayHandInCheck(facts({ finished: allFinished }), NOW).ok).toBe(true);
	});

	it('wants one known option for each question, several only where asked for', () => {
		const questions = [
			question('q1', 'a'),
			question('q2', 'ab', 'multiple'),
			question('q3', 'a', 'trueFalse', 'ab')
		];
		expect(findUnanswered(questions, {})).toEqual(['q1', 'q2', 'q3']);
		expect(findUnanswered(questions, { q1: ['b'], q2: ['c'], q3: ['b'] })).toEqual([]);
		expect(findUnanswered(questions, { q1: ['a', 'b'], q2: ['a', 'z'], q3: ['c'] })).toEqual([
			'q1',
			'q2',
			'q3'
		]);
		expect(findUnanswered(questions, { q1: ['a', 'a'], q2: [], q3: ['a'] })).toEqual(['q2']);
		expect(tidyAnswers(questions, { q1: ['a', 'a'], q2: ['b', 'a'], q9: ['x'] })).toEqual({
			q1: ['a'],
			q2: ['a', 'b'],
			q3: []
		});
	});
});

describe('marking', () => {
	it('takes for multiple exactly the correct set', () => {
		const multiple = question('q', 'ac', 'multiple');
		expect(isRight(multiple, ['c', 'a'])).toBe(true);
		for (const wrong of [['a'], ['a', 'c', 'd'], ['b', 'd'], []])
			expect(isRight(multiple, wrong)).toBe(false);
		expect(isRight(question('q', 'b'))).toBe(false);
	});

	it('passes exactly when the true percentage reaches the pass mark', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 40 }),
				fc.nat(40),
				fc.integer({ min: 1, max: 100 }),
				(total, n, passMark) => {
					const right = Math.min(n, total);
					const questions = Array.from({ length: total }, (_, i) => question(`q${i}`, 'a'));
					const answers = Object.fromEntries(questions.map(({ id }, i) => [id, [i < right ? 'a' : 'b']]));
					const marked = markCheck(questions, passMark, answers);
					expect(marked.right).toBe(right);
					expect(marked.passed).toBe(right * 100 >= passMark * total);
					expect(marked.passed).toBe(marked.score >= passMark);
				}
			)
		);
	});
});

describe('order of options', () => {
	it('is a permutation, stable for a seed, and differs between seeds', () => {
		const q = question('q', 'a');
		const order = (seed: string) =>
			orderOptions(q, seed)
				.map(({ id }) => id)
				.join('');
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
		for (const seed of ['1', '2', '3', '4'])
			expect(orderOptions(q, seed).map(({ id }) => id)).toEqual(['a', 'b']);
	});
});
