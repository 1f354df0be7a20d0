import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBank } from '$lib/features/bank/index.server';
import { scoreQuestion, ownAnswer, type Question } from '$lib/features/bank';
import { shownOf } from '$lib/features/bank/shown';
import { hundredthsOf, markPaper, profileOf, type QuestionToMark } from '$lib/features/exams/marking';
import { rightAnswer, wrongAnswer } from '../../drizzle/seed/demo/answers';

const stem = { en: 'Which?' };
const single = (correct: string): Question => ({
	...{ type: 'single', stem, correct, policy: 'allOrNothing' },
	options: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: { en: id } }))
});
/** A single choice whose key is its first, as most tests have it. */
const question = (position: number, correct: string, given: unknown, marks = 2): QuestionToMark => ({
	position,
	area: position % 2 ? 'law' : 'ethics',
	marks,
	itemVersionId: `v${position}`,
	question: single(correct),
	aliases: {},
	...{ correctionId: null, decided: null, given }
});
/** A matching of so many pairs, the first `right` of which are matched. */
const matching = (pairs: number, right: number, marks: number): QuestionToMark => {
	const ids = Array.from({ length: pairs }, (_, i) => `p${i}`);
	return {
		...question(1, 'a', Object.fromEntries(ids.slice(0, right).map((id) => [id, `r${id}`])), marks),
		question: {
			...{ type: 'matching', stem, others: [], policy: 'partial' },
			pairs: ids.map((id) => ({ id, left: { en: id }, right: { en: `right ${id}` } }))
		},
		aliases: Object.fromEntries(ids.map((id) => [`r${id}`, id]))
	};
};

describe('what a share is worth', () => {
	it.each([
		[100, 5, 500],
		[200 / 3, 1, 67],
		[100 / 3, 2, 67],
		[50, 1, 50],
		[12.5, 1, 13],
		[0.005, 1, 0],
		[0, 9, 0]
	])('%d %% of %d marks: %d hundredths', (share, marks, hundredths) => {
		expect(hundredthsOf(share, marks)).toBe(hundredths);
	});

	it('is never more than the marks, nor half a hundredth off', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 100, noNaN: true }),
				fc.integer({ min: 1, max: 100 }),
				(share, marks) => {
					const hundredths = hundredthsOf(share, marks);
					expect(Number.isInteger(hundredths)).toBe(true);
					expect(hundredths).toBeLessThanOrEqual(marks * 100);
					expect(Math.abs(hundredths - share * marks)).toBeLessThanOrEqual(0.5 + 1e-6);
				}
			)
		);
	});
});

describe('marking a paper', () => {
	it('adds up, and passes at the pass mark exactly', () => {
		const paper = [
			question(1, 'a', 'a'),
			question(2, 'b', 'b'),
			question(3, 'c', 'c'),
			question(4, 'a', 'b'),
			question(5, 'a', null)
		];
		expect(markPaper(paper, 60)).toMatchObject({
			earnedHundredths: 600,
			maxScore: 10,
			tenths: 600,
			passed: true
		});
		expect(markPaper(paper, 61)).toMatchObject({ passed: false });
	});

	it('never shows a percentage that was not reached', () => {
		const paper = Array.from({ length: 3 }, (_, i) => question(i + 1, 'a', i < 2 ? 'a' : null));
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
						rights.map((right, i) => question(i + 1, 'a', right ? 'a' : 'b')),
						pass
					)!;
					const ratio = rights.filter(Boolean).length / rights.length;
					expect(mark.passed).toBe(Math.round(ratio * 1e9) >= Math.round((pass / 100) * 1e9));
					expect(mark.tenths >= pass * 10).toBe(mark.passed);
				}
			)
		);
	});

	it('gives the marks by knowledge area', () => {
		const { marks } = markPaper(
			[question(1, 'a', 'a'), question(2, 'a', 'b'), question(3, 'a', 'a', 3)],
			60
		)!;
		expect(profileOf(marks)).toEqual([
			{ area: 'law', earnedHundredths: 500, marks: 5 },
			{ area: 'ethics', earnedHundredths: 0, marks: 2 }
		]);
	});

	it('gives parts of marks that add up to what passes', () => {
		// 2/3 and 1/3 of two marks each: 1.33 and 0.67.
		const paper = [matching(3, 2, 2), matching(3, 1, 2)];
		expect(markPaper(paper, 50)).toMatchObject({ earnedHundredths: 200, tenths: 500, passed: true });
		expect(markPaper([matching(3, 1, 1), matching(3, 1, 1), matching(3, 1, 1)], 33)).toMatchObject({
			earnedHundredths: 99,
			tenths: 330,
			passed: true
		});
		expect(markPaper([matching(3, 2, 1)], 67)).toMatchObject({ tenths: 670, passed: true });
	});

	it('leaves to a person what a person has to read', () => {
		const essay: Question = { type: 'essay', stem, rubric: [] };
		const asked = (given: unknown) => [{ ...question(1, 'a', given), question: essay }];
		expect(markPaper(asked('Many words.'), 60)).toBeNull();
		expect(markPaper(asked(null), 60)).toMatchObject({ earnedHundredths: 0, passed: false });
		const decided = asked('Many words.').map((one) => ({ ...one, decided: 130 }));
		expect(markPaper(decided, 60)).toMatchObject({
			...{ earnedHundredths: 130, maxScore: 2, passed: true },
			marks: [{ earnedHundredths: 130, read: true }]
		});
	});

	it('never takes what people decided where a rule can mark', () => {
		const mark = markPaper([{ ...question(1, 'a', 'b'), decided: 200 }], 60);
		expect(mark).toMatchObject({ earnedHundredths: 0 });
		expect(mark!.marks[0]).not.toHaveProperty('read');
	});

	it('leaves out a question that was taken out, and names the correction that it marked by', () => {
		const paper = [
			{ ...question(1, 'a', 'b'), question: null, correctionId: 'gone' },
			{ ...question(2, 'b', 'b'), correctionId: 'new key' },
			question(3, 'a', 'b')
		];
		expect(markPaper(paper, 50)).toMatchObject({
			...{ earnedHundredths: 200, maxScore: 4, tenths: 500, passed: true },
			marks: [{ position: 2, correctionId: 'new key' }, { position: 3 }]
		});
	});

	it('asks the least share of an area, where the paper has it', () => {
		const paper = [question(1, 'a', 'b'), question(2, 'a', 'a', 8), question(3, 'a', 'a')];
		expect(markPaper(paper, 60)).toMatchObject({ passed: true });
		expect(markPaper(paper, 60, { minima: { law: 50, conduct: 100 } as never })).toMatchObject({
			passed: true
		});
		expect(markPaper(paper, 60, { minima: { law: 51 } })).toMatchObject({ passed: false, tenths: 833 });
	});
});

describe('answers of the demo', () => {
	it('earn everything or nothing, whatever the kind, in the ids that are shown', () => {
		for (const { code, question: asked } of loadBank().items) {
			const { aliases } = shownOf(asked, (list) => [...list].reverse());
			const shareOf = (given: unknown) => scoreQuestion(asked, ownAnswer(asked.type, given, aliases));
			const right = rightAnswer(asked, aliases);
			if (right !== null) expect(shareOf(right), code).toBe(100);
			if (right !== null) expect(shareOf(wrongAnswer(asked, aliases)), code).toBe(0);
		}
	});
});
