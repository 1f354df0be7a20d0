// Mentoring at scale: the best assignment of an intake to the pool of mentors.
import { join } from 'node:path';

const LIMITS = { seconds: 60, megabytes: 1024 };

/**
 * Measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchMatching({ root, measure }) {
	console.log('Assigning 2000 trainees to 600 mentors …');
	const found = await measure([
		'--import',
		'tsx',
		join(root, 'tests/bench/mentoring/matching.ts'),
		'2000',
		'600'
	]);
	const { total, greedy } = found;
	const points = (/** @type {number} */ tenths) => (tenths / 10).toFixed(1);
	return [
		{
			name: 'best assignment of 2000 trainees to 600 mentors',
			measured: `${found.seconds.toFixed(1)} s (${found.scored.toFixed(1)} s of it scoring)`,
			limit: `<= ${LIMITS.seconds} s`,
			met: found.seconds <= LIMITS.seconds
		},
		{
			name: 'the same: most memory',
			measured: `${found.megabytes} MB`,
			limit: `<= ${LIMITS.megabytes} MB`,
			met: found.megabytes <= LIMITS.megabytes
		},
		{
			name: 'the same: placed, total score',
			measured: `${total.placed}, ${points(total.points)} (${found.places} places)`,
			limit: 'within every capacity',
			met: found.wrong === 0
		},
		{
			name: 'the greedy choice: placed, total score',
			measured: `${greedy.placed}, ${points(greedy.points)}`,
			limit: 'not better',
			met: greedy.placed < total.placed || (greedy.placed === total.placed && greedy.points <= total.points)
		},
		{
			name: 'the bound of all pairs, as many placed',
			measured: `${found.bound.toFixed(1)} (${found.looked} of ${found.pairs} pairs looked at, ${found.rounds} rounds)`,
			limit: 'reached',
			met: found.gap < 0.5
		}
	];
}
