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
	/** @type {{ typed: string, rows: number, small: number, large: number }[]} */
	const found = await measure([
		...['--import', 'tsx', program],
		...[url('small'), String(SMALL), url('large'), String(LARGE)]
	]);
	return found.map(({ typed, small, large, rows }) => ({
		name: `${LARGE} items: ${typed}, of the same over ${SMALL}`,
		measured: `${(large / small).toFixed(2)} (${large.toFixed(1)} ms, ${small.toFixed(1)} ms; ${rows} rows)`,
		limit: `< ${LIMIT}`,
		met: large / small < LIMIT
	}));
}
