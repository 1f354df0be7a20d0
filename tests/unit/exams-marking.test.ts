import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRight, markPaper, profileOf, type QuestionToMark } from '$lib/features/exams/marking';

const question = (position: number, correct: string[], choice: string[], marks = 2): QuestionToMark => ({
	position,
	area: position % 2 ? 'law' : 'ethics',
	marks,
	itemVersionId: `v${position}`,
	correct,
	choice
});

describe('the all-or-nothing rule', () => {
	it.each([
		[['a'], ['a'], true],
		[['a'], ['b'], false],
		[['a'], [], false],
		[['a', 'c'], ['c', 'a'], true],
		[['a', 'c'], ['a'], false],
		[['a', 'c'], ['a', 'b', 'c'], false],
		[['a', 'c'], ['a', 'a', 'c'], true],
		[['a', 'c'], ['a', 'a'], false]
	])('key %j, choice %j: %s', (correct, choice, right) => {
		expect(isRight(choice, correct)).toBe(right);
	});

	it('marks the exact set and nothing else, in any order', () => {
		const options = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
		fc.assert(
			fc.property(options, options, (correct, choice) => {
				const same = [...correct].sort().join() === [...choice].sort().join() && choice.length > 0;
				expect(isRight(choice, correct)).toBe(same);
				expect(isRight([...choice].reverse(), correct)).toBe(same);
			})
		);
	});
});

describe('marking a paper', () => {
	it('adds up, and passes at the pass mark exactly', () => {
		const paper = [
			question(1, ['a'], ['a']),
			question(2, ['b'], ['b']),
			question(3, ['a', 'b'], ['a', 'b']),
			question(4, ['a'], ['b']),
			question(5, ['a'], [])
		];
		expect(markPaper(paper, 60)).toMatchObject({ score: 6, maxScore: 10, tenths: 600, passed: true });
		expect(markPaper(paper, 61)).toMatchObject({ passed: false });
	});

	it('never shows a percentage that was not reached', () => {
		const paper = Array.from({ length: 3 }, (_, i) => question(i + 1, ['a'], i < 2 ? ['a'] : []));
		expect(markPaper(paper, 67)).toMatchObject({ tenths: 666, passed: false });
		expect(markPaper(paper, 66)).toMatchObject({ passed: true });
		expect(markPaper([], 1)).toMatchObject({ tenths: 0, passed: false });
	});

	it('passes exactly when the marks say so, whatever the rounding', () => {
		fc.assert(
			fc.property(
				fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 100 }),
				(rights, pass) => {
					const mark = markPaper(
						rights.map((right, i) => question(i + 1, ['a'], right ? ['a'] : ['b'])),
						pass
					);
					const ratio = rights.filter(Boolean).length / rights.length;
					expect(mark.passed).toBe(Math.round(ratio * 1e9) >= Math.round((pass / 100) * 1e9));
					expect(mark.tenths >= pass * 10).toBe(mark.passed);
				}
			)
		);
	});

	it('gives the marks by knowledge area', () => {
		const { marks } = markPaper(
			[question(1, ['a'], ['a']), question(2, ['a'], ['b']), question(3, ['a'], ['a'], 3)],
			60
		);
		expect(profileOf(marks)).toEqual([
			{ area: 'law', earned: 5, marks: 5 },
			{ area: 'ethics', earned: 0, marks: 2 }
		]);
	});
});
