import { describe, expect, it } from 'vitest';
import type { Question } from '$lib/features/bank';
import { bitsOf, choicesOf } from '$lib/features/exams/analysis/choices';
import { LONGEST_PAUSE, secondsByPosition } from '$lib/features/exams/analysis/times';

describe('time by position', () => {
	const seconds = (...saves: [position: number, at: number][]) =>
		Object.fromEntries(secondsByPosition(saves.map(([position, at]) => ({ position, at }))));

	it('is that since the save before, whatever their order', () => {
		expect(seconds([2, 50_000], [1, 20_000], [1, 60_000])).toEqual({ 1: 30, 2: 30 });
	});

	it('is shared by what was saved at once', () => {
		expect(seconds([1, 40_000], [2, 40_000], [3, 50_000])).toEqual({ 1: 20, 2: 20, 3: 10 });
	});

	it('counts a long pause as a short one, and nothing before the start', () => {
		expect(seconds([1, 10 * LONGEST_PAUSE * 1000])).toEqual({ 1: LONGEST_PAUSE });
		expect(seconds([1, -5000], [2, 3000])).toEqual({ 1: 0, 2: 8 });
		expect(seconds()).toEqual({});
	});
});

describe('choices', () => {
	const stem = { en: 'Which?' };
	const options = ['a', 'b', 'c'].map((id) => ({ id, text: { en: id } }));
	const single: Question = { type: 'single', stem, options, correct: 'b', policy: 'allOrNothing' };
	const multiple: Question = { type: 'multiple', stem, options, correct: ['a', 'c'], policy: 'partial' };

	it('say what is right', () => {
		const right = (question: Question) => choicesOf(question).flatMap(({ id, right }) => (right ? [id] : []));
		expect(right(single)).toEqual(['b']);
		expect(right(multiple)).toEqual(['a', 'c']);
		expect(right({ type: 'trueFalse', stem, correct: false })).toEqual(['false']);
		const shared = options.map((option) => ({ ...option, share: option.id === 'b' ? -50 : 50 }));
		expect(right({ ...multiple, options: shared, policy: 'perOption' })).toEqual(['a', 'c']);
		expect(
			choicesOf({ type: 'shortAnswer', stem, accepted: [], matching: { case: false, width: false } })
		).toEqual([]);
	});

	it('are bits by their places', () => {
		expect(bitsOf(choicesOf(single), 'c')).toBe(0b100);
		expect(bitsOf(choicesOf(multiple), ['a', 'c'])).toBe(0b101);
		expect(bitsOf(choicesOf({ type: 'trueFalse', stem, correct: true }), false)).toBe(0b10);
		for (const none of [null, undefined, 'z', []]) expect(bitsOf(choicesOf(single), none)).toBe(0);
	});
});
