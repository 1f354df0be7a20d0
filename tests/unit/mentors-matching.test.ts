import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { assign, solveBy } from '$lib/features/mentors/matching/assign.server';
import { Solver } from '$lib/server/solver';
import {
	boundOf,
	greedy,
	totalOf,
	valueOf,
	type Assignment,
	type Problem
} from '$lib/features/mentors/matching/model';

const problemOf = (points: number[][], room: number[]): Problem => ({
	trainees: points.length,
	mentors: room.length,
	room,
	points: Int16Array.from(points.flat())
});

/** The best value by trying everything. */
function bruteForce(problem: Problem, t = 0, room = [...problem.room]): number {
	if (t === problem.trainees) return 0;
	let best = bruteForce(problem, t + 1, room);
	for (let m = 0; m < problem.mentors; m++) {
		const fit = problem.points[t * problem.mentors + m]!;
		if (fit < 0 || room[m]! <= 0) continue;
		room[m]!--;
		best = Math.max(best, valueOf({ placed: 1, points: fit }) + bruteForce(problem, t + 1, room));
		room[m]!++;
	}
	return best;
}

function keeps(problem: Problem, assignment: Assignment): boolean {
	const used = problem.room.map(() => 0);
	for (const [t, m] of assignment.entries()) {
		if (m < 0) continue;
		if (problem.points[t * problem.mentors + m]! < 0) return false;
		used[m]!++;
	}
	return used.every((count, m) => count <= Math.max(0, problem.room[m]!));
}

const problems = fc
	.record({ trainees: fc.integer({ min: 1, max: 6 }), mentors: fc.integer({ min: 1, max: 4 }) })
	.chain(({ trainees, mentors }) =>
		fc.record({
			points: fc.array(
				fc.array(fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 1000 })), {
					minLength: mentors,
					maxLength: mentors
				}),
				{ minLength: trainees, maxLength: trainees }
			),
			room: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: mentors, maxLength: mentors })
		})
	)
	.map(({ points, room }) => problemOf(points, room));

describe('the best assignment', () => {
	const solver = new Solver();
	afterAll(() => solver.close());

	it('is the known optimum, and its bound proves it', async () => {
		await fc.assert(
			fc.asyncProperty(problems, fc.integer({ min: 1, max: 4 }), async (problem, first) => {
				const solved = await solveBy(solver, problem, first);
				const optimum = bruteForce(problem);
				expect(keeps(problem, solved.assignment)).toBe(true);
				expect(valueOf(solved.total)).toBe(optimum);
				expect(solved.total).toEqual(totalOf(problem, solved.assignment));
				expect(Math.abs(solved.bound - optimum)).toBeLessThan(0.5);
			}),
			{ numRuns: 60 }
		);
	}, 60_000);

	it('beats the greedy choice where taking the best pair first costs more than it gains', async () => {
		const problem = problemOf(
			[
				[900, 880],
				[890, 100]
			],
			[1, 1]
		);
		expect(totalOf(problem, greedy(problem))).toEqual({ placed: 2, points: 1000 });
		const { total, bound } = await assign(problem);
		expect(total).toEqual({ placed: 2, points: 1770 });
		expect(bound).toBe(valueOf(total));
	});

	it('leaves nobody alone who could be placed, however well others fit', async () => {
		// The first fits the only mentor of the second; she is moved to somebody who hardly fits.
		const problem = problemOf(
			[
				[1000, 0],
				[500, -1]
			],
			[1, 1]
		);
		expect(totalOf(problem, greedy(problem)).placed).toBe(1);
		expect((await solveBy(solver, problem)).total).toEqual({ placed: 2, points: 500 });
	});

	it('finds nobody where nobody may be or all are full', async () => {
		expect((await solveBy(solver, problemOf([[-1], [-1]], [2]))).total).toEqual({ placed: 0, points: 0 });
		expect((await solveBy(solver, problemOf([[700]], [0]))).total.placed).toBe(0);
	});
});

describe('prices', () => {
	it('bound every assignment, whatever they are', () => {
		fc.assert(
			fc.property(
				problems,
				fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { minLength: 4, maxLength: 4 }),
				(problem, prices) => {
					expect(boundOf(problem, Float64Array.from(prices))).toBeGreaterThanOrEqual(
						bruteForce(problem) - 1e-6
					);
				}
			)
		);
	});
});
