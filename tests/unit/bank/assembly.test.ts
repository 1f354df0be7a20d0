import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '$lib/features/bank/assembly/assemble.server';
import { findShortages, type Blueprint, type PoolItem } from '$lib/features/bank/assembly/blueprint';
import { realisedOf, verifyPaper, verifyShared } from '$lib/features/bank/assembly/verify';

const item = (i: number, change: Partial<PoolItem> = {}): PoolItem => ({
	...{ id: `q${String(i).padStart(3, '0')}`, area: ['law', 'ethics', 'business'][i % 3]! },
	...{ level: i % 2 ? 'apply' : 'remember', type: i % 5 ? 'single' : 'multiple' },
	...{
		difficulty: 200 + ((i * 37) % 600),
		seconds: 40 + ((i * 13) % 50),
		group: null,
		enemies: [],
		exposure: 0
	},
	...change
});
const pool = (count: number, change: (i: number) => Partial<PoolItem> = () => ({})) =>
	Array.from({ length: count }, (_, i) => item(i, change(i)));
const blueprint = (change: Partial<Blueprint> = {}): Blueprint => ({
	items: 12,
	cells: ['law', 'ethics', 'business'].map((area) => ({ area, from: 4, to: 4 })),
	...{ marks: { multiple: 2 }, total: null, seconds: null, difficulty: null, required: [], forbidden: [] },
	...{ exposure: null, earlier: null, shared: 0 },
	...change
});
const broken = (found: Awaited<ReturnType<typeof assemble>>) =>
	found.ok ? [...found.verdicts.flat(), ...found.between].filter(({ met }) => !met) : [found];

describe('assembly', () => {
	it('keeps every constraint at once, and the papers even', async () => {
		const items = pool(100, (i) => ({
			group: i < 8 ? `case ${Math.floor(i / 4)}` : null,
			enemies: i >= 8 && i % 10 < 2 ? [`pair ${Math.floor(i / 20)}`] : [],
			exposure: i % 7
		}));
		const wanted = blueprint({
			...{ total: { from: 13, to: 15 }, seconds: { from: 700, to: 860 }, required: ['q003'], exposure: 5 },
			...{ difficulty: { mean: 500, tolerance: 30 }, forbidden: ['q020'] },
			earlier: { papers: [items.slice(30, 60).map(({ id }) => id)], most: 2 }
		});
		const found = await assemble(wanted, items, 2, 'seed');
		expect(broken(found)).toEqual([]);
		expect(found.ok && found.apart.difficulty).toBeLessThan(60);
		// Cases are whole: the required item brings the other three of its own.
		expect(found.ok && found.papers[0]).toEqual(expect.arrayContaining(['q000', 'q001', 'q002', 'q003']));
	});

	it('gives the same papers for the same seed, whatever the order of the bank, and others for another', async () => {
		const items = pool(120);
		const small = blueprint({
			items: 3,
			cells: blueprint().cells.map((cell) => ({ ...cell, from: 1, to: 1 }))
		});
		const [one, again, other] = await Promise.all([
			assemble(small, items, 2, 'a'),
			assemble(small, [...items].reverse(), 2, 'a'),
			assemble(small, items, 2, 'b')
		]);
		const papers = (found: typeof one) => found.ok && found.papers.map((paper) => [...paper].sort());
		expect(papers(again)).toEqual(papers(one));
		expect(papers(other)).not.toEqual(papers(one));
	});

	it('names cells that nothing can fill, before it solves anything', async () => {
		const items = pool(30).filter(({ area }, i) => area !== 'law' || i < 20);
		expect(await assemble(blueprint(), items, 2, 'a')).toEqual({
			...{ ok: false, why: 'shortage' },
			shortages: [{ cell: { area: 'law', from: 4, to: 4 }, wanted: 8, ready: 7 }]
		});
	});

	it('names the constraints that cannot be kept together', async () => {
		const slow = blueprint({ seconds: { from: 2000, to: 2100 } });
		expect(await assemble(slow, pool(60), 1, 'a')).toMatchObject({
			...{ ok: false, why: 'conflict', constraints: ['seconds'] }
		});
	});

	it('lets papers share as many items as asked, where the bank is small', async () => {
		const items = pool(18);
		expect(await assemble(blueprint(), items, 2, 'a')).toMatchObject({ ok: false, why: 'shortage' });
		const found = await assemble(blueprint({ shared: 6 }), items, 2, 'a');
		expect(broken(found)).toEqual([]);
		expect(found.ok && found.between[0]!.realised).toBe(6);
	});
});

describe('the proof', () => {
	const items = pool(40, (i) => ({
		...{ group: i >= 36 ? 'case' : null, enemies: i < 2 ? ['pair'] : [], exposure: i === 5 ? 9 : 0 }
	}));
	const wanted = blueprint({
		items: 3,
		cells: [{ area: 'law', from: 1, to: 1 }],
		exposure: 3,
		forbidden: ['q007']
	});
	const faults = (paper: string[], change: Partial<Blueprint> = {}) =>
		verifyPaper({ ...wanted, ...change }, items, paper)
			.filter(({ met }) => !met)
			.map(({ what }) => what);
	it.each<[string[], Partial<Blueprint>, string[]]>([
		[['q003', 'q004', 'q008'], {}, []],
		[['q003', 'q004'], {}, ['items']],
		[['q004', 'q008', 'q010'], {}, ['cell']],
		[['q000', 'q001', 'q004'], {}, ['enemies']],
		[['q003', 'q004', 'q005'], {}, ['exposure']],
		[['q003', 'q004', 'q005'], { required: ['q005'] }, []],
		[['q003', 'q004', 'q007'], {}, ['forbidden']],
		[['q003', 'q004', 'q008'], { required: ['q010'] }, ['required']],
		[['q003', 'q004', 'q037'], {}, ['group']],
		[['q003', 'q004', 'q008', 'q008'], {}, ['twice']],
		[['q003', 'q004', 'none'], {}, ['unknown', 'items']],
		[['q003', 'q004', 'q008'], { total: { from: 9, to: 9 } }, ['marks']],
		[['q003', 'q004', 'q008'], { seconds: { from: 0, to: 10 } }, ['seconds']],
		[['q003', 'q004', 'q008'], { difficulty: { mean: 990, tolerance: 5 } }, ['difficulty']],
		[['q003', 'q004', 'q008'], { earlier: { papers: [['q003', 'q004']], most: 1 } }, ['earlier']]
	])('%j with %o breaks %j', (paper, change, what) => expect(faults(paper, change)).toEqual(what));

	it('counts what papers have in common, but not what all of them must have', () => {
		const papers = [
			['q001', 'q002', 'q003'],
			['q002', 'q003', 'q004']
		];
		expect(verifyShared({ shared: 1, required: [] }, items, papers)).toMatchObject([
			{ realised: 2, met: false }
		]);
		expect(verifyShared({ shared: 1, required: ['q002'] }, items, papers)).toMatchObject([
			{ ids: ['q003'], met: true }
		]);
	});

	it('shows the realised matrix with its marks', () => {
		const rows = realisedOf({ marks: { multiple: 2 } }, [item(0), item(15), item(1)]);
		expect(rows).toEqual([
			{ area: 'ethics', level: 'apply', type: 'single', items: 1, marks: 1 },
			{ area: 'law', level: 'apply', type: 'multiple', items: 1, marks: 2 },
			{ area: 'law', level: 'remember', type: 'multiple', items: 1, marks: 2 }
		]);
	});

	it('finds no shortage wherever papers exist', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 12 }), (papers, shared) => {
				const all = pool(90);
				const made = Array.from({ length: papers }, (_, p) => all.slice(p * 12, p * 12 + 12));
				const used = all.filter(({ id }) => made.flat().some((one) => one.id === id));
				expect(findShortages(blueprint({ shared }), used, papers)).toEqual([]);
			})
		);
	});
});
