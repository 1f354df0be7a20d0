/** Who could be given to whom, with how many tenths of points: `points[t * mentors + m]`, -1 where it may not be. */
export interface Problem {
	trainees: number;
	mentors: number;
	/** Trainees whom each mentor can still take. */
	room: readonly number[];
	points: Int16Array;
}

/** For each trainee the mentor's index, or -1. */
export type Assignment = Int32Array;

/**
 * What one more trainee with a mentor is worth, in tenths: more than any two fits can differ by, so that fitting well
 * never leaves somebody alone who could be placed by moving one other.
 */
export const PLACED = 10_000;

export interface Total {
	placed: number;
	/** Sum of the fits, in tenths. */
	points: number;
}

export const allowed = (problem: Problem, trainee: number, mentor: number): boolean =>
	problem.points[trainee * problem.mentors + mentor]! >= 0;

/** What an assignment comes to. */
export function totalOf(problem: Problem, assignment: Assignment): Total {
	let [placed, points] = [0, 0];
	for (let t = 0; t < problem.trainees; t++) {
		const mentor = assignment[t]!;
		if (mentor < 0) continue;
		placed++;
		points += problem.points[t * problem.mentors + mentor]!;
	}
	return { placed, points };
}

/** The value that is maximised: everybody placed counts, and how well. */
export const valueOf = ({ placed, points }: Total): number => placed * PLACED + points;

/**
 * The greedy choice: the best pair that is still free, again and again, as people do by hand. The measure that the
 * best assignment is held against.
 */
export function greedy(problem: Problem): Assignment {
	const { trainees, mentors, points } = problem;
	const arcs = byPoints(points);
	const room = [...problem.room];
	const chosen = new Int32Array(trainees).fill(-1);
	for (const arc of arcs) {
		const [t, m] = [Math.floor(arc / mentors), arc % mentors];
		if (chosen[t]! >= 0 || room[m]! <= 0) continue;
		chosen[t] = m;
		room[m]!--;
	}
	return chosen;
}

/** Every pair that may be, the best first, ties in their order; points are few, so they are counted into place. */
function byPoints(points: Int16Array): Int32Array {
	const starts = new Int32Array(32_769);
	for (const one of points) if (one >= 0) starts[one]!++;
	let total = 0;
	for (let one = starts.length - 1; one >= 0; one--) {
		const count = starts[one]!;
		starts[one] = total;
		total += count;
	}
	const arcs = new Int32Array(total);
	for (let i = 0; i < points.length; i++) if (points[i]! >= 0) arcs[starts[points[i]!]!++] = i;
	return arcs;
}

/** The k best mentors of each trainee, ties by the mentor's place. */
export function bestArcs(problem: Problem, k: number): number[][] {
	const { trainees, mentors, points } = problem;
	return Array.from({ length: trainees }, (_, t) => {
		const row: number[] = [];
		for (let m = 0; m < mentors; m++) if (problem.room[m]! > 0 && allowed(problem, t, m)) row.push(m);
		if (row.length <= k) return row;
		const at = (m: number) => points[t * mentors + m]!;
		return row.sort((a, b) => at(b) - at(a) || a - b).slice(0, k);
	});
}

/**
 * A bound on what any assignment can reach, from prices of the mentors' places (weak duality): each place costs its
 * price, each trainee takes what is left of their best. Holds for the whole problem, whichever arcs were looked at.
 */
export function boundOf(problem: Problem, prices: Float64Array): number {
	const { trainees, mentors, points, room } = problem;
	let bound = 0;
	for (let m = 0; m < mentors; m++) bound += Math.max(0, prices[m]!) * Math.max(0, room[m]!);
	for (let t = 0; t < trainees; t++) {
		let best = 0;
		for (let m = 0; m < mentors; m++) {
			const fit = points[t * mentors + m]!;
			if (fit >= 0 && room[m]! > 0) best = Math.max(best, PLACED + fit - Math.max(0, prices[m]!));
		}
		bound += best;
	}
	return bound;
}
