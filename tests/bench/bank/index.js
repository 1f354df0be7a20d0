// The question bank at scale: parallel papers from a bank of thousands.
import { join } from 'node:path';
import { usageRows } from '../usage.js';

const LIMITS = { seconds: 30, megabytes: 1024, apart: 0.005, drawn: 20 };

/**
 * Measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchAssembly({ root, measure }) {
	console.log('Four papers of 100 items from a bank of 5000 …');
	const program = join(root, 'tests/bench/bank/assemble.ts');
	const found = await measure(['--import', 'tsx', program, '5000', '4']);
	const drawn = await measure(['--import', 'tsx', join(root, 'tests/bench/bank/draw.ts'), '5000', '500']);
	const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(3)}%`;
	return [
		...usageRows('four papers of 100 items from a bank of 5000', found, LIMITS),
		{
			name: 'the same: papers apart in difficulty, in time',
			measured: `${percent(found.apart)}, ${found.secondsApart} s`,
			limit: `<= ${percent(LIMITS.apart)}`,
			met: found.apart <= LIMITS.apart
		},
		{
			name: 'the same: constraints of a paper, counted anew',
			measured: `${found.constraints}, ${found.broken} broken`,
			limit: 'none broken',
			met: found.broken === 0
		},
		{
			name: 'the same: distance weighed by the solver, its bound',
			measured: `${found.objective.toFixed(1)}, ${found.bound.toFixed(1)}`,
			limit: '',
			met: null
		},
		{
			name: 'papers of 100 items drawn from a bank of 5000, a second',
			measured: `${drawn.rate.toFixed(0)}, ${drawn.broken} constraints broken`,
			limit: `>= ${LIMITS.drawn}, none broken`,
			met: drawn.rate >= LIMITS.drawn && drawn.broken === 0
		}
	];
}
