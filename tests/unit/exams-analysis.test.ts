import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type Analysis, type ItemFigures } from '$lib/features/exams/analysis/analyse';
import { flagsOf } from '$lib/features/exams/analysis/flags';
import { weightsIn } from '$lib/features/exams/analysis/groups';
import { TableBuilder, type TableItem } from '$lib/features/exams/analysis/table';

interface Given {
	/** By candidate and item: share of the item's marks; null where it was not on the paper. */
	scores: (number | null)[][];
	worth?: number[];
	sections?: string[];
	options?: TableItem['options'];
	/** By candidate and item: places of the options that were chosen. */
	chosen?: number[][][];
	seconds?: (number | null)[][];
	forms?: (string | null)[];
}

function analysed({ scores, worth, sections, options, chosen, seconds, forms }: Given): Analysis {
	const builder = new TableBuilder();
	for (const [c, row] of scores.entries()) {
		const entries = row.flatMap((share, item) => {
			const hundredths = (worth?.[item] ?? 1) * 100;
			const bits = (chosen?.[c]?.[item] ?? []).reduce((all, place) => all | (1 << place), 0);
			const earned = Math.round((share ?? 0) * hundredths);
			const one = { item, earned, worth: hundredths, chosen: bits, seconds: seconds?.[c]?.[item] ?? null };
			return share === null ? [] : [one];
		});
		builder.add(forms?.[c] ?? null, entries);
	}
	const items = Array.from({ length: scores[0]?.length ?? 0 }, (_, i) => ({
		...{ id: `i${i + 1}`, section: sections?.[i] ?? 'law', options: options ?? [] }
	}));
	return analyse(builder.build(items));
}
const itemOf = (analysis: Analysis, id: string): ItemFigures =>
	analysis.all.items.find((item) => item.id === id)!;

/** Totals 3, 2, 2, 1, 0. */
const FIVE = [
	[1, 1, 1],
	[1, 1, 0],
	[1, 0, 1],
	[1, 0, 0],
	[0, 0, 0]
];

describe('five candidates, three items, by hand', () => {
	const analysis = analysed({ scores: FIVE });
	const { test } = analysis.all;

	it('says how the test went', () => {
		expect(test).toMatchObject({ candidates: 5, items: 3 });
		expect(test.mean).toBeCloseTo(8 / 15, 12);
		expect(test.median).toBeCloseTo(2 / 3, 12);
		// Squares of the distances from 1.6: 1.96 + 0.16 + 0.16 + 0.36 + 2.56 = 5.2, over 4.
		expect(test.sd).toBeCloseTo(Math.sqrt(1.3) / 3, 12);
		expect(test.distribution.flatMap((n, i) => (n ? [[i, n]] : []))).toEqual([
			...[[0, 1]],
			...[[6, 1]],
			...[[13, 2]],
			...[[19, 1]]
		]);
	});

	it('has the reliability of the formulas', () => {
		// Variances over n: items 0.16 + 0.24 + 0.24 = 0.64, totals 1.04; 3/2 (1 - 0.64/1.04) = 15/26.
		expect(test.alpha).toBeCloseTo(15 / 26, 12);
		expect(test.kr20).toBeCloseTo(15 / 26, 12);
		// 3/2 (1 - 1.6 (3 - 1.6) / (3 · 1.04)).
		expect(test.kr21).toBeCloseTo(1.5 * (1 - 2.24 / 3.12), 12);
		// √1.3 √(1 - 15/26) = √0.55 of three marks.
		expect(test.sem).toBeCloseTo(Math.sqrt(0.55) / 3, 12);
	});

	it('has difficulty, discrimination and weight of each item', () => {
		const [first, second] = [itemOf(analysis, 'i1'), itemOf(analysis, 'i2')];
		expect(first.difficulty).toBeCloseTo(0.8, 12);
		expect(first.sd).toBeCloseTo(Math.sqrt(0.2), 12);
		// Rests 2, 1, 1, 0, 0: products of the distances 0.8, squares 0.8 and 2.8.
		expect(first.discrimination).toBeCloseTo(0.8 / Math.sqrt(0.8 * 2.8), 12);
		// Of items two and three alone: 2 (1 - 0.48/0.56).
		expect(first.alphaIfDeleted).toBeCloseTo(2 / 7, 12);
		// Products with the totals' distances: 1.6, 1.8, 1.8.
		const [one, other] = [Math.sqrt(1.6), Math.sqrt(1.8)];
		expect(first.weight).toBeCloseTo(one / (one + 2 * other), 12);
		expect(second.weight).toBeCloseTo(other / (one + 2 * other), 12);
		expect(second.intended).toBeCloseTo(1 / 3, 12);
	});

	it('shares those at the edge of a group between in and out', () => {
		// 27 % of five are 1.35: the best and 0.35 of the two with two marks, 0.175 of each; the worst and 0.35 of the next.
		expect(itemOf(analysis, 'i1').upperLower).toBeCloseTo(1 - 0.35 / 1.35, 12);
		expect(itemOf(analysis, 'i2').upperLower).toBeCloseTo(1.175 / 1.35, 12);
		expect([...weightsIn([0, 1, 2, 2, 3], 3.65, 5)].map((n) => Number(n.toFixed(9)))).toEqual([
			0, 0, 0.175, 0.175, 1
		]);
	});
});

describe('options', () => {
	const options = ['a', 'b', 'c'].map((id) => ({ id, right: id === 'a' }));
	const analysis = analysed({
		scores: FIVE,
		options,
		// Of the first item: four chose the right one, the weakest none; of the second two a, two b, one nothing.
		chosen: [
			[[0], [0], [0]],
			[[0], [0], [1]],
			[[0], [1], [0]],
			[[0], [1], [1]],
			[[], [], [2]]
		]
	});

	it('counts who chose what, and who gave no answer', () => {
		const [a, b, c, none] = itemOf(analysis, 'i2').options;
		expect([a, b, c, none].map((one) => [one!.id, one!.right, one!.chosen])).toEqual([
			['a', true, 2],
			['b', false, 2],
			['c', false, 0],
			[null, false, 1]
		]);
		// Fifths of one each: the two with the same total are half in the third and half in the fourth.
		expect(a!.fifths).toEqual([0, 0, 0.5, 0.5, 1]);
		expect(b!.fifths).toEqual([0, 1, 0.5, 0.5, 0]);
		expect(none!.fifths).toEqual([1, 0, 0, 0, 0]);
		// The right one is the item itself; nobody chose c.
		expect(a!.discrimination).toBe(itemOf(analysis, 'i2').discrimination);
		expect(c!.discrimination).toBe('flat');
	});

	it('correlates choosing with the rest of the paper', () => {
		// Choosing b: 0 0 1 1 0; rests (first and third item) 2 1 2 1 0, mean 1.2: products -0.2 + 0.8 - 0.2 … by hand:
		// distances 0.6, 0.4: (-.4)(.8) + (-.4)(-.2) + (.6)(.8) + (.6)(-.2) + (-.4)(-1.2) = 0.6; squares 1.2 and 2.8.
		expect(itemOf(analysis, 'i2').options[1]!.discrimination).toBeCloseTo(0.6 / Math.sqrt(1.2 * 2.8), 12);
	});
});

describe('what has no figure says why', () => {
	it('one candidate', () => {
		const { test, items } = analysed({ scores: [[1, 0]] }).all;
		expect(test).toMatchObject({
			candidates: 1,
			mean: 0.5,
			sd: 'few',
			alpha: 'few',
			kr20: 'few',
			sem: 'few'
		});
		expect(items[0]).toMatchObject({ difficulty: 1, sd: 'few', discrimination: 'few', upperLower: 'few' });
	});

	it('nobody at all', () => {
		expect(analysed({ scores: [] }).all).toMatchObject({ test: { candidates: 0, sd: 'few' }, items: [] });
	});

	it('items that all or nobody got right', () => {
		const { items } = analysed({ scores: FIVE.map((row) => [...row, 1, 0]) }).all;
		for (const item of items.slice(3))
			expect(item).toMatchObject({ sd: 0, discrimination: 'flat', upperLower: 'flat', weight: 0 });
		expect(items[3]!.difficulty).toBe(1);
		expect(items[4]!.difficulty).toBe(0);
	});

	it('everybody with the same total', () => {
		const { test, items } = analysed({
			scores: [
				[1, 0],
				[0, 1],
				[1, 0]
			]
		}).all;
		expect(test).toMatchObject({ sd: 0, alpha: 'flat', kr20: 'flat', kr21: 'flat', sem: 'flat' });
		expect(items[0]).toMatchObject({ alphaIfDeleted: 'flat', weight: 'flat', upperLower: 'flat' });
		// Against the other item alone it still has one: they never agree.
		expect(items[0]!.discrimination).toBeCloseTo(-1, 12);
	});

	it('one item, parts of marks, different marks', () => {
		const one = analysed({ scores: [[1], [0], [1]] }).all;
		expect(one.test.alpha).toBe('alone');
		expect(one.items[0]!.discrimination).toBe('alone');
		const parts = analysed({ scores: FIVE.map(([a, b]) => [a!, b! / 2]) }).all.test;
		expect(parts).toMatchObject({ kr20: 'parts', kr21: 'parts' });
		expect(analysed({ scores: FIVE, worth: [1, 2, 1] }).all.test.kr21).toBe('marks');
	});
});

it('lets alpha be negative', () => {
	// Totals 1, 1, 2: variances over n 2/9 and, of two items, 4/9: 2 (1 - 2) = -2.
	const { test } = analysed({
		scores: [
			[1, 0],
			[0, 1],
			[1, 1]
		]
	}).all;
	expect(test.alpha).toBeCloseTo(-2, 12);
	expect(test.kr20).toBeCloseTo(-2, 12);
	expect(test.sem).toBeCloseTo((Math.sqrt(1 / 3) * Math.sqrt(3)) / 2, 12);
});

describe('items that are not on every paper', () => {
	const A = [
		[1, 1, 0, null],
		[1, 0, 0, null],
		[0, 0, 1, null],
		[1, 1, 1, null]
	];
	const B = [
		[1, null, 0, 1],
		[0, null, 0, 0],
		[1, null, 1, 1]
	];
	const forms = [...A.map(() => 'A'), ...B.map(() => 'B')];
	const both = analysed({ scores: [...A, ...B], forms });

	it('counts only those who had them', () => {
		expect(both.all.items.map(({ candidates }) => candidates)).toEqual([7, 4, 7, 3]);
		expect(itemOf(both, 'i2').difficulty).toBe(0.5);
		expect(itemOf(both, 'i4').difficulty).toBeCloseTo(2 / 3, 12);
		// Of i2 only form A knows anything: the rest is what they had of their own paper.
		expect(itemOf(both, 'i2').discrimination).toBe(itemOf(analysed({ scores: A }), 'i2').discrimination);
	});

	it('says reliability by form, and why not of all', () => {
		expect(both.all.test).toMatchObject({ alpha: 'forms', kr20: 'forms', sem: 'forms', items: 3 });
		expect(both.all.items[0]).toMatchObject({ alphaIfDeleted: 'forms', weight: 'forms', intended: 'forms' });
		expect(both.forms.map(({ form, test }) => [form, test.candidates])).toEqual([
			['A', 4],
			['B', 3]
		]);
		expect(both.forms[0]!.test.alpha).toBe(analysed({ scores: A }).all.test.alpha);
		expect(both.apart).toBe(0);
		expect(analysed({ scores: A }).forms).toEqual([]);
	});

	it('lets papers of their own stand apart', () => {
		const own = analysed({ scores: [...A, [1, null, null, 1]] });
		expect(own.forms).toHaveLength(1);
		expect(own.apart).toBe(1);
		expect(own.all.test.items).toBeNull();
	});

	it('does the same by section', () => {
		const sections = ['law', 'law', 'ethics', 'ethics'];
		const { all } = analysed({ scores: [...A, ...B], sections });
		expect(all.sections.map(({ section, test }) => [section, test.candidates])).toEqual([
			['law', 7],
			['ethics', 7]
		]);
		expect(all.sections[0]!.test.alpha).toBe('forms');
		const alone = analysed({ scores: A, sections }).all.sections;
		expect(alone[0]!.test.alpha).toBe(analysed({ scores: A.map((row) => row.slice(0, 2)) }).all.test.alpha);
	});
});

it('knows the time of those whose time is known', () => {
	const { all } = analysed({
		scores: FIVE,
		seconds: [
			[10, null, 5],
			[20, null, null],
			[60, null, null],
			[null, null, null],
			[null, null, null]
		]
	});
	expect(all.items[0]!.seconds).toEqual({ known: 3, mean: 30, median: 20 });
	expect(all.items[1]!.seconds).toBeNull();
	expect(all.test.seconds).toEqual({ known: 3, mean: (15 + 20 + 60) / 3, median: 20 });
});

describe('flags', () => {
	const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, right: id === 'a' }));
	/** Forty of rising strength: eight other items, each right from some strength on, and the one that is looked at. */
	const flagsFor = (
		right: (i: number) => boolean,
		place: (i: number) => number[] = (i) => [right(i) ? 0 : 1]
	) => {
		const rows = Array.from({ length: 40 }, (_, i) => i);
		const analysis = analysed({
			options,
			scores: rows.map((i) => [
				right(i) ? 1 : 0,
				...Array.from({ length: 8 }, (_, k) => (i >= 4 * k + 4 ? 1 : 0))
			]),
			chosen: rows.map((i) => [place(i), ...Array.from({ length: 8 }, () => [])])
		});
		return flagsOf(itemOf(analysis, 'i1'), analysis.all.test.alpha);
	};

	it('asks about the key where the weak have it right', () => {
		const raised = flagsFor((i) => i < 15);
		expect(raised).toContain('key');
		// The option that the strong chose instead is likely the right one.
		expect(raised).toContain('strong');
		expect(raised).toContain('alpha');
	});

	it('is silent about an item that does its work', () => {
		expect(
			flagsFor(
				(i) => i >= 15,
				(i) => [i >= 15 ? 0 : 1 + (i % 3)]
			)
		).toEqual([]);
	});

	it('names easy, hard, weak and unanswered items and options that nobody chose', () => {
		const easy = flagsFor((i) => i !== 3);
		expect(easy).toContain('easy');
		expect(easy).not.toContain('unchosen');
		expect(flagsFor((i) => i > 33)).toEqual(expect.arrayContaining(['hard', 'unchosen']));
		expect(flagsFor((i) => i % 2 === 0)).toContain('weak');
		expect(
			flagsFor(
				(i) => i >= 20,
				(i) => (i >= 20 ? [0] : i < 10 ? [] : [1 + (i % 3)])
			)
		).toEqual(['blank']);
	});

	it('says nothing about a handful of candidates', () => {
		const analysis = analysed({ scores: FIVE.map((row) => row.map((n) => 1 - n)) });
		expect(flagsOf(itemOf(analysis, 'i1'), analysis.all.test.alpha)).toEqual([]);
	});
});

describe('always', () => {
	const rights = fc.integer({ min: 2, max: 6 }).chain((items) =>
		fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: items, maxLength: items }), {
			minLength: 1,
			maxLength: 25
		})
	);
	const rounded = (value: unknown) =>
		JSON.parse(JSON.stringify(value, (_, n) => (typeof n === 'number' ? Number(n.toFixed(9)) + 0 : n)));

	it('does not matter in which order candidates come', () => {
		fc.assert(
			fc.property(rights, fc.infiniteStream(fc.nat()), (scores, numbers) => {
				const keyed = scores.map((row) => ({ row, key: numbers.next().value as number }));
				const mixed = keyed.sort((a, b) => a.key - b.key).map(({ row }) => row);
				expect(rounded(analysed({ scores: mixed }))).toEqual(rounded(analysed({ scores })));
			})
		);
	});

	it('is alpha KR-20 for items that are right or wrong, whatever they are worth', () => {
		fc.assert(
			fc.property(
				rights,
				fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 6 }),
				(scores, worth) => {
					const { alpha, kr20 } = analysed({ scores, worth }).all.test;
					if (typeof alpha === 'number') expect(kr20).toBeCloseTo(alpha, 9);
					else expect(kr20).toBe(alpha);
				}
			)
		);
	});

	it('changes nothing about the others to add an item that all have right, but for their number', () => {
		fc.assert(
			fc.property(rights, (scores) => {
				const before = analysed({ scores }).all;
				const after = analysed({ scores: scores.map((row) => [...row, 1]) }).all;
				for (const [i, item] of before.items.entries()) {
					const other = after.items[i]!;
					const same = ({ difficulty, sd, discrimination, upperLower, weight }: ItemFigures) =>
						rounded({ difficulty, sd, discrimination, upperLower, weight });
					expect(same(other)).toEqual(same(item));
				}
				// k / (k - 1) is all of it in which the number of items is met.
				const k = scores[0]!.length;
				const [a, b] = [before.test.alpha, after.test.alpha];
				if (typeof a === 'number') expect((b as number) / ((k + 1) / k)).toBeCloseTo(a / (k / (k - 1)), 9);
				else expect(b).toBe(a);
			})
		);
	});

	it('does not matter how many marks all items are worth', () => {
		fc.assert(
			fc.property(rights, fc.integer({ min: 2, max: 9 }), (scores, marks) => {
				const worth = scores[0]!.map(() => marks);
				expect(rounded(analysed({ scores, worth }))).toEqual(rounded(analysed({ scores })));
			})
		);
	});

	it('weighs every group what it should, and the same totals the same', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(totals, share) => {
					const sorted = totals.sort((a, b) => a - b);
					const weights = weightsIn(sorted, 0, share * sorted.length);
					expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(share * sorted.length, 9);
					for (const [i, total] of sorted.entries()) expect(weights[i]).toBe(weights[sorted.indexOf(total)]);
				}
			)
		);
	});

	it('holds no number that is none', () => {
		fc.assert(
			fc.property(rights, (scores) => {
				const look = (value: unknown): void => {
					if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
					else if (value && typeof value === 'object') Object.values(value).forEach(look);
				};
				look(analysed({ scores, forms: scores.map((_, i) => String(i % 2)) }));
			})
		);
	});
});
