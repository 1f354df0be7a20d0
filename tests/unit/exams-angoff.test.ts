import { describe, expect, it } from 'vitest';
import { cutOf, spreadsOf, type Estimate, type JudgedForm } from '$lib/features/exams/standard/angoff';
import { decideEstimating, decideRoundEnd, decideStudy } from '$lib/features/exams/standard/rules';

const form = (name: string | null, ...items: [id: string, marks: number][]): JudgedForm => ({
	form: name,
	items: items.map(([itemId, marks]) => ({ itemId, marks }))
});
const said = (judgeId: string, all: Record<string, number>): Estimate[] =>
	Object.entries(all).map(([itemId, percent]) => ({ judgeId, itemId, percent }));

describe('a cut score', () => {
	const paper = form('A', ['a', 1], ['b', 1], ['c', 2]);

	it('is the mean over judges of the marks that minimally competent candidates would earn', () => {
		// First: (80 + 40 + 2·60) / 4 = 60; second: (100 + 60 + 2·50) / 4 = 65; third: (60 + 60 + 2·80) / 4 = 70.
		const cut = cutOf(
			[paper],
			['x', 'y', 'z'],
			[
				...said('x', { a: 80, b: 40, c: 60 }),
				...said('y', { a: 100, b: 60, c: 50 }),
				...said('z', { a: 60, b: 60, c: 80 })
			]
		)!;
		expect(cut.judges.map(({ percent }) => percent)).toEqual([60, 65, 70]);
		expect(cut).toMatchObject({ percent: 65, sd: 5, proposed: 65 });
		// 5 / √3.
		expect(cut.se).toBeCloseTo(2.886751, 6);
		expect(cut.forms).toMatchObject([{ form: 'A', marks: 4, percent: 65, sd: 5 }]);
	});

	it('is of several papers the mean of them, and judges an item once that stands on both', () => {
		// 60 and 90 on A and B of the first judge, 40 and 40 of the second.
		const both = [form('A', ['a', 1], ['b', 1]), form('B', ['b', 1], ['c', 3])];
		const cut = cutOf(
			both,
			['x', 'y'],
			[...said('x', { a: 30, b: 90, c: 90 }), ...said('y', { a: 40, b: 40, c: 40 })]
		)!;
		expect(cut.judges.map(({ percent }) => percent)).toEqual([75, 40]);
		expect(cut.forms.map(({ percent }) => percent)).toEqual([50, 65]);
		expect(cut.percent).toBe(57.5);
		// √((17.5² + 17.5²) / 1) / √2 = 17.5.
		expect(cut.se).toBeCloseTo(17.5, 9);
		expect(cut.proposed).toBe(58);
	});

	it('is a whole percent between 1 and 100, halves upward', () => {
		const one = [form(null, ['a', 1])];
		const proposed = (...percents: number[]) =>
			cutOf(
				one,
				percents.map((_, i) => String(i)),
				percents.map((percent, i) => ({ judgeId: String(i), itemId: 'a', percent }))
			)!.proposed;
		expect(proposed(62, 63)).toBe(63);
		expect(proposed(62, 62, 63)).toBe(62);
		expect(proposed(0, 0)).toBe(1);
		expect(proposed(100, 100)).toBe(100);
	});

	it('of one judge has no standard error, and of a missing estimate there is none', () => {
		const one = [form(null, ['a', 1], ['b', 1])];
		expect(cutOf(one, ['x'], said('x', { a: 50, b: 70 }))).toMatchObject({ percent: 60, sd: null, se: null });
		expect(cutOf(one, ['x'], said('x', { a: 50 }))).toBeNull();
		expect(cutOf(one, [], [])).toBeNull();
	});
});

describe('what is shown between rounds', () => {
	it('is the spread of each item', () => {
		const spreads = spreadsOf([
			...said('x', { a: 40, b: 0 }),
			...said('y', { a: 60 }),
			...said('z', { a: 80 })
		]);
		expect(spreads.get('a')).toEqual({ mean: 60, least: 40, most: 80, sd: 20 });
		expect(spreads.get('b')).toEqual({ mean: 0, least: 0, most: 0, sd: null });
	});
});

describe('a panel', () => {
	it('judges what nobody knows the results of', () => {
		expect(decideStudy({ releasedAt: null, rehearsal: false }).ok).toBe(true);
		expect(decideStudy({ releasedAt: new Date(0), rehearsal: false })).toMatchObject({
			code: 'standard.sitting.released'
		});
		expect(decideStudy({ releasedAt: null, rehearsal: true })).toMatchObject({
			code: 'standard.start.rehearsal'
		});
	});

	it('ends a round when two or more have all handed in', () => {
		const [done, not] = [{ submitted: true }, { submitted: false }];
		expect(decideRoundEnd([done, done]).ok).toBe(true);
		expect(decideRoundEnd([done])).toMatchObject({ code: 'standard.judges.few' });
		expect(decideRoundEnd([done, not, not])).toMatchObject({
			...{ code: 'standard.round.waiting', params: { waiting: 2 } }
		});
	});

	it('estimates between opening the items and handing in', () => {
		const at = new Date(0);
		expect(decideEstimating({ openedAt: at, submittedAt: null }).ok).toBe(true);
		expect(decideEstimating({ openedAt: null, submittedAt: null })).toMatchObject({
			code: 'standard.judging.unopened'
		});
		expect(decideEstimating({ openedAt: at, submittedAt: at })).toMatchObject({
			code: 'standard.judging.submitted'
		});
	});
});
