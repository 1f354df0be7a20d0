import { Solver } from '$lib/server/solver';
import {
	allowed,
	bestArcs,
	boundOf,
	greedy,
	PLACED,
	totalOf,
	valueOf,
	type Assignment,
	type Problem,
	type Total
} from './model';
import { programmeOf, type Arcs } from './programme';

/** Candidates of each trainee to begin with; what is left out comes in by its price where it could matter. */
const FIRST = 40;
const MORE = 20;
const ROUNDS = 12;

export interface Solved {
	assignment: Assignment;
	total: Total;
	greedy: Total;
	/** No assignment of any of the pairs comes to more than this value (`valueOf`). */
	bound: number;
	/** Pairs that the solver looked at, of all that may be; rounds that it took. */
	arcs: number;
	of: number;
	rounds: number;
}

/**
 * The best assignment of trainees to mentors under their capacities. Begins with the best candidates of each trainee;
 * the prices that the solver gives bound the problem with every pair, and pairs that could beat them are added until
 * none can: the optimum of the whole, in a fraction of its memory.
 */
export async function assign(problem: Problem): Promise<Solved> {
	const solver = new Solver();
	try {
		return await solveBy(solver, problem);
	} finally {
		await solver.close();
	}
}

/** The same by a solver that stays open for more. */
export async function solveBy(solver: Solver, problem: Problem, first = FIRST): Promise<Solved> {
	const quick = greedy(problem);
	const chosen = bestArcs(problem, first);
	let best = { assignment: quick, total: totalOf(problem, quick) };
	const found = { greedy: best.total, of: countAllowed(problem) };
	let bound = Infinity;
	for (let round = 1; ; round++) {
		const arcs = arcsOf(problem, chosen);
		const { taken, prices } = await solveArcs(solver, problem, arcs);
		const assignment = new Int32Array(problem.trainees).fill(-1);
		taken.forEach((share, i) => {
			if (share > 0.5) assignment[arcs.trainee[i]!] = arcs.mentor[i]!;
		});
		const total = totalOf(problem, assignment);
		if (valueOf(total) > valueOf(best.total)) best = { assignment, total };
		bound = Math.min(bound, boundOf(problem, prices));
		const proven = bound < valueOf(best.total) + 0.5;
		if (proven || round === ROUNDS || !addBetter(problem, chosen, prices)) {
			return { ...best, ...found, bound, arcs: arcs.worth.length, rounds: round };
		}
	}
}

/** Which of the pairs are taken (1), and what one more place of each mentor would be worth. */
async function solveArcs(solver: Solver, { trainees, mentors, room }: Problem, arcs: Arcs) {
	if (!arcs.worth.length) return { taken: new Float64Array(), prices: new Float64Array(mentors) };
	const { state, values, prices } = await solver.solve(programmeOf(trainees, room, arcs));
	if (state !== 'optimal' || !values) throw new Error('The assignment has no optimum.');
	return { taken: values, prices: prices.slice(trainees).map(Math.abs) };
}

function countAllowed({ points }: Problem): number {
	let count = 0;
	for (const one of points) if (one >= 0) count++;
	return count;
}

function arcsOf(problem: Problem, chosen: readonly (readonly number[])[]): Arcs {
	const count = chosen.reduce((sum, row) => sum + row.length, 0);
	const arcs = {
		trainee: new Int32Array(count),
		mentor: new Int32Array(count),
		worth: new Float64Array(count)
	};
	let at = 0;
	chosen.forEach((row, t) => {
		for (const m of row) {
			arcs.trainee[at] = t;
			arcs.mentor[at] = m;
			arcs.worth[at++] = PLACED + problem.points[t * problem.mentors + m]!;
		}
	});
	return arcs;
}

/** Adds to each trainee's candidates those whom the prices make better than what they have; whether there were any. */
function addBetter(problem: Problem, chosen: number[][], prices: Float64Array): boolean {
	let added = false;
	for (let t = 0; t < problem.trainees; t++) {
		const row = chosen[t]!;
		const worth = (m: number) => PLACED + problem.points[t * problem.mentors + m]! - prices[m]!;
		const best = row.reduce((most, m) => Math.max(most, worth(m)), 0);
		const known = new Set(row);
		const better: number[] = [];
		for (let m = 0; m < problem.mentors; m++) {
			if (known.has(m) || problem.room[m]! <= 0 || !allowed(problem, t, m)) continue;
			if (worth(m) > best + 1e-6) better.push(m);
		}
		if (!better.length) continue;
		added = true;
		row.push(...better.sort((a, b) => worth(b) - worth(a)).slice(0, MORE));
	}
	return added;
}
