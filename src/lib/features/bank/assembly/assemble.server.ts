import { randomSource, shuffled } from '$lib/server/random';
import { Solver, type Solution } from '$lib/server/solver';
import { eligible, findShortages, isIn, type Blueprint, type PoolItem, type Shortage } from './blueprint';
import { programmeOf, unitsOf, type PaperProgramme, type Unit } from './programme';
import { verifyPaper, verifyShared, type Verdict } from './verify';

/**
 * Units that the solver may choose from, as a multiple of what the papers take: more choice, more time. Where so few allow
 * no papers, more of them might; at last it is all.
 */
const CHOICES = [1.5, 4, Infinity];
/** Papers of one assembly are as equal as asked when they differ by this share of a paper's whole difficulty. */
const EVEN = 0.002;
/** Of the search; beyond it the best papers so far are taken. */
const NODES = 2000;
/** Against a search that never ends; the same papers come out as long as it is not reached. */
const SECONDS = 120;

export interface Assembled {
	/** Ids of the items of each paper, in the order of the pool. */
	papers: string[][];
	/** How far the papers are apart: whole difficulty in thousandths, seconds. */
	apart: { difficulty: number; seconds: number };
	/** No papers of these items are less apart than this, as the solver weighs it; and what these come to. */
	bound: number;
	objective: number;
	/** The proof: each paper's verdicts, and those between papers. */
	verdicts: Verdict[][];
	between: Verdict[];
}

export type AssemblyFailure =
	/** Cells that cannot be filled, whatever else is asked. */
	| { why: 'shortage'; shortages: Shortage[] }
	/** Constraints that cannot all be kept together; those by name that would have to give way. */
	| { why: 'conflict'; constraints: string[] };

/**
 * Parallel papers: each keeps every constraint of the blueprint, and they are as equal as possible in difficulty and
 * time. The same blueprint, pool, number and seed give the same papers.
 */
export async function assemble(
	blueprint: Blueprint,
	pool: readonly PoolItem[],
	papers: number,
	seed: string
): Promise<({ ok: true } & Assembled) | ({ ok: false } & AssemblyFailure)> {
	const shortages = findShortages(blueprint, pool, papers);
	if (shortages.length) return { ok: false, why: 'shortage', shortages };
	const items = eligible(blueprint, inOrder(pool, seed));
	const known = new Set(items.map(({ id }) => id));
	if (blueprint.required.some((id) => !known.has(id)))
		return { ok: false, why: 'conflict', constraints: ['required'] };
	const units = unitsOf(items);
	const solver = new Solver();
	try {
		for (const choice of CHOICES) {
			const some = choose(units, blueprint, papers * choice);
			const made = programmeOf(blueprint, some, papers);
			const solution = await solver.solve(made.programme, limitsOf(blueprint, pool));
			if (solution.values) return { ok: true, ...readPapers(blueprint, pool, some, papers, made, solution) };
			if (some.length === units.length) break;
		}
		return { ok: false, why: 'conflict', constraints: await findConflict(solver, blueprint, units, papers) };
	} finally {
		await solver.close();
	}
}

/** The pool in an order that only the seed decides. */
const inOrder = (pool: readonly PoolItem[], seed: string): PoolItem[] =>
	shuffled(
		[...pool].sort((a, b) => (a.id < b.id ? -1 : 1)),
		randomSource(seed)
	);

function limitsOf({ items }: Blueprint, pool: readonly PoolItem[]) {
	const mean = pool.reduce((sum, { difficulty }) => sum + difficulty, 0) / pool.length;
	return { gap: Math.max(1, items * mean * EVEN), nodes: NODES, seconds: SECONDS, seed: 1 };
}

/**
 * The first units of the order that give every cell so many times what it takes: from thousands of items the solver
 * needs no more to find papers, and another seed gives it others.
 */
function choose(units: readonly Unit[], blueprint: Blueprint, times: number): Unit[] {
	const required = new Set(blueprint.required);
	const wanted = [...blueprint.cells, { from: blueprint.items, to: blueprint.items }].map((cell) => ({
		cell,
		left: times * Math.min(cell.to, blueprint.items)
	}));
	return units.filter(({ items }) => {
		const needs = wanted.filter(({ cell, left }) => left > 0 && items.some((item) => isIn(cell, item)));
		if (!needs.length && !items.some(({ id }) => required.has(id))) return false;
		for (const need of needs) need.left -= items.filter((item) => isIn(need.cell, item)).length;
		return true;
	});
}

function readPapers(
	blueprint: Blueprint,
	pool: readonly PoolItem[],
	units: readonly Unit[],
	count: number,
	{ takes }: PaperProgramme,
	{ values, bound, objective }: Solution
): Assembled {
	const place = new Map(pool.map(({ id }, i) => [id, i]));
	const chosen = Array.from({ length: count }, (_, paper) =>
		units.flatMap(({ items }, i) => (takes(values!, i, paper) ? items : []))
	);
	const spread = (of: (item: PoolItem) => number) => {
		const sums = chosen.map((items) => items.reduce((sum, item) => sum + of(item), 0));
		return Math.max(...sums) - Math.min(...sums);
	};
	const papers = chosen.map((items) =>
		items.map(({ id }) => id).sort((a, b) => place.get(a)! - place.get(b)!)
	);
	return {
		papers,
		apart: { difficulty: spread((item) => item.difficulty), seconds: spread((item) => item.seconds) },
		...{ bound, objective },
		verdicts: papers.map((paper) => verifyPaper(blueprint, pool, paper)),
		between: verifyShared(blueprint, pool, papers)
	};
}

/**
 * What stands in the way: each constraint may be broken at a price, and those that the cheapest papers break are named.
 * Fractions of items are enough to see it; where only whole items fail, nothing is named.
 */
async function findConflict(
	solver: Solver,
	blueprint: Blueprint,
	units: readonly Unit[],
	papers: number
): Promise<string[]> {
	const { programme, names } = programmeOf(blueprint, units, papers);
	const [columns, rows] = [programme.cost.length, names.length];
	const filled = programme.starts[columns]!;
	// A second too much weighs less than an item too much: by the share of what is asked.
	const sizeOf = (row: number) =>
		Math.max(
			1,
			...[programme.rowLower[row]!, programme.rowUpper[row]!].filter(Number.isFinite).map(Math.abs)
		);
	const grow = (from: Float64Array, value: (row: number) => number) =>
		Float64Array.from({ length: columns + 2 * rows }, (_, i) =>
			i < columns ? from[i]! : value(i - columns)
		);
	const { values } = await solver.solve({
		...programme,
		cost: grow(new Float64Array(columns), (i) => 1 / sizeOf(i % rows)),
		lower: grow(programme.lower, () => 0),
		upper: grow(programme.upper, () => Infinity),
		whole: undefined,
		starts: Int32Array.from({ length: columns + 2 * rows + 1 }, (_, i) =>
			i <= columns ? programme.starts[i]! : filled + i - columns
		),
		indices: Int32Array.from([...programme.indices, ...names.map((_, i) => i), ...names.map((_, i) => i)]),
		values: Float64Array.from([...programme.values, ...names.map(() => 1), ...names.map(() => -1)])
	});
	if (!values) return [];
	const broken = names.filter((_, i) => values[columns + i]! + values[columns + rows + i]! > 1e-6);
	return [...new Set(broken)];
}
