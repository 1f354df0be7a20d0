// What finding items of a large bank costs, against the same of a small one.
import { join } from 'node:path';

const [SMALL, LARGE] = [1000, 100_000];
/** Times as long as in the small bank. */
const LIMIT = 3;

/**
 * @param {{ root: string, url: (name: string) => string, create: (...names: string[]) => Promise<void>,
 *   measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchItems({ root, url, create, measure }) {
	console.log(`Banks of ${SMALL} and of ${LARGE} items …`);
	await create('small', 'large');
	const program = join(root, 'tests/bench/bank/search.ts');
	/** @type {(name: string, size: number) => Promise<{ typed: string, rows: number, ms: number }[]>} */
	const run = (name, size) => measure(['--import', 'tsx', program, url(name), String(size)]);
	const small = await run('small', SMALL);
	const large = await run('large', LARGE);
	return large.map(({ typed, ms, rows }, i) => {
		const before = small[i]?.ms ?? 0;
		return {
			name: `${LARGE} items: ${typed}, of the same over ${SMALL}`,
			measured: `${(ms / before).toFixed(2)} (${ms.toFixed(1)} ms, ${before.toFixed(1)} ms; ${rows} rows)`,
			limit: `< ${LIMIT}`,
			met: ms / before < LIMIT
		};
	});
}
