// The best assignment of an intake: `tsx tests/bench/mentoring/matching.ts <trainees> <mentors>`. Scores every pair as
// the job does, solves, and prints as JSON: seconds, the most memory, and what was found beside the greedy choice and
// the solver's bound.
import '../../../src/cli/root.js';
import { rubricDimensions, workSteps } from '$lib/features/mentoring';
import { customerKinds, defaultWeights, languages } from '$lib/features/mentors';
import { assign } from '$lib/features/mentors/matching/assign.server';
import { allowed, PLACED, valueOf } from '$lib/features/mentors/matching/model';
import { problemOf } from '$lib/features/mentors/jobs.server';
import type { Candidate, Need } from '$lib/features/mentors/scoring';

const [trainees = 2000, mentors = 600] = process.argv.slice(2).map(Number);

/** The same numbers in every run. */
let state = 20_261_122;
const random = () => {
	state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
	return state / 2 ** 32;
};
const pick = <T>(list: readonly T[], most: number): T[] => {
	const count = Math.floor(random() * (most + 1));
	return [...list].sort(() => random() - 0.5).slice(0, count);
};
/** 20 branches with 10 outlets each. */
const unit = () => {
	const branch = Math.floor(random() * 20);
	return `HQ/B${branch}/O${branch}${Math.floor(random() * 10)}/`;
};

const needs: Need[] = Array.from({ length: trainees }, (_, i) => ({
	...{ id: `t${i}`, unitPath: unit(), customers: pick(customerKinds, 2), languages: pick(languages, 2) },
	...{ weakest: pick(rubricDimensions, 1), leastSteps: pick(workSteps, 3) },
	// One in twenty may not have one of the mentors: their manager, say.
	conflicts: new Map(random() < 0.05 ? [[`m${Math.floor(random() * mentors)}`, 'manager' as const]] : [])
}));
const pool: Candidate[] = Array.from({ length: mentors }, (_, i) => {
	const capacity = 2 + Math.floor(random() * 5);
	return {
		...{ id: `m${i}`, unitPath: unit(), capacity, load: Math.floor(random() * 2) },
		specialities: {
			...{ steps: pick(workSteps, 4), customers: pick(customerKinds, 3) },
			...{ languages: pick(languages, 3), rubric: pick(rubricDimensions, 2) }
		},
		outcomes: {
			...{ minutes: 0, broken: Math.floor(random() * 2), ended: 0 },
			...{ completed: Math.floor(random() * 6), sat: 6, passed: Math.floor(random() * 7) }
		},
		barred: random() < 0.08 ? ('unqualified' as const) : null
	};
});

const started = performance.now();
const problem = await problemOf(needs as never, pool as never, defaultWeights);
const scored = (performance.now() - started) / 1000;
const solved = await assign(problem);
const seconds = (performance.now() - started) / 1000;

const used = problem.room.map(() => 0);
let wrong = 0;
solved.assignment.forEach((m, t) => {
	if (m < 0) return;
	used[m]!++;
	if (!allowed(problem, t, m)) wrong++;
});
wrong += used.filter((count, m) => count > problem.room[m]!).length;

process.stdout.write(
	JSON.stringify({
		...{ trainees, mentors, seconds, scored, wrong },
		megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
		places: problem.room.reduce((sum, room, m) => sum + (pool[m]!.barred ? 0 : room), 0),
		...{ total: solved.total, greedy: solved.greedy },
		bound: (solved.bound - solved.total.placed * PLACED) / 10,
		gap: solved.bound - valueOf(solved.total),
		...{ pairs: solved.of, looked: solved.arcs, rounds: solved.rounds }
	})
);
