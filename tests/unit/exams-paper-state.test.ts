import { describe, expect, it } from 'vitest';
import { PaperState } from '$lib/features/exams/components/room/paper-state.svelte';
import type { PaperQuestion } from '$lib/features/exams/types';

const questions = [1, 2, 3].map((position): PaperQuestion => {
	const question = { type: 'trueFalse' as const, stem: {} };
	return { position, marks: 1, area: 'law', case: null, question };
});

class Window extends PaperState {
	readonly locked = false;
	protected changed(): void {}
}
const open = (oneWay: boolean) => new Window({ questions, cases: [], answers: [] }, oneWay, 1);

describe('where a candidate stands', () => {
	it('is no way back where the sitting has none, by buttons or keys, answered or not', () => {
		const paper = open(true);
		paper.go(2);
		paper.go(1);
		expect(paper.position).toBe(2);
		paper.go(9);
		expect(paper.position).toBe(3);
	});

	it('goes anywhere else', () => {
		const paper = open(false);
		paper.go(3);
		paper.go(1);
		expect(paper.position).toBe(1);
	});
});
