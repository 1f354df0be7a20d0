import { describe, expect, it } from 'vitest';
import type { Question } from '$lib/features/bank';
import { earnedByRubric } from '$lib/features/marking/by-rubric';

const words = { 'zh-CN': '标准' };
const levels = [100, 50, 0].map((share) => ({ share, words }));
const essay = (facts: number): Question => ({
	...{ type: 'essay', stem: words },
	rubric: [
		{ id: 'facts', criterion: words, levels, weight: facts },
		{ id: 'clear', criterion: words, levels, weight: 100 - facts }
	]
});
const chosen = (facts: number, clear: number) => ({ facts, clear });
const of = (turns: object, moderated: Record<string, number> | null = null) => ({
	marks: 10,
	moderated,
	turns
});

describe('marks by a corrected rubric', () => {
	it('follow from the levels that were chosen', () => {
		expect(earnedByRubric(essay(60), of({ first: chosen(0, 2) }))).toBe(600);
		expect(earnedByRubric(essay(40), of({ first: chosen(0, 2) }))).toBe(400);
		expect(earnedByRubric(essay(40), of({ first: chosen(0, 2), second: chosen(0, 1) }))).toBe(550);
		const three = { first: chosen(0, 2), second: chosen(0, 1), third: chosen(0, 0) };
		expect(earnedByRubric(essay(40), of(three))).toBe(700);
	});

	it('are a moderator’s where one chose', () => {
		expect(earnedByRubric(essay(40), of({ first: chosen(0, 0) }, chosen(2, 0)))).toBe(600);
	});

	it('are not said where levels are missing or of another rubric', () => {
		expect(earnedByRubric(essay(40), of({}))).toBeNull();
		expect(earnedByRubric(essay(40), of({ first: { facts: 0 } }))).toBeNull();
		expect(earnedByRubric(essay(40), of({ first: chosen(0, 3) }))).toBeNull();
		expect(earnedByRubric(essay(40), of({ first: chosen(0, 0), second: { other: 1 } }))).toBeNull();
	});
});
