// Ten thousand items from one XLSX file, beside plain inserts of the same rows.
import { join } from 'node:path';

const ITEMS = 10_000;
/** Share of the rate of plain inserts. */
const LEAST = 0.5;

/**
 * Measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, url: (name: string) => string, create: (...names: string[]) => Promise<unknown>, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchImport({ root, url, create, measure }) {
	console.log(`${ITEMS} items from one XLSX file …`);
	await create('imported', 'inserted');
	const program = join(root, 'tests/bench/bank/import.ts');
	const found = await measure(['--import', 'tsx', program, url('imported'), url('inserted'), String(ITEMS)]);
	const { brought, read, confirmed, inserts } = found;
	const whole = brought + read + confirmed;
	const part = (/** @type {number} */ seconds) =>
		`${seconds.toFixed(1)} s (${((100 * seconds) / whole).toFixed(0)}%)`;
	const rate = (/** @type {number} */ seconds) => `${(ITEMS / seconds).toFixed(0)} per s`;
	const info = { limit: '', met: null };
	return [
		{
			name: `${ITEMS} items from one XLSX file: rate, as a share of plain inserts`,
			measured: (inserts / whole).toFixed(3),
			limit: `>= ${LEAST}`,
			met: inserts / whole >= LEAST
		},
		{ name: 'the same: import, plain inserts', measured: `${rate(whole)}, ${rate(inserts)}`, ...info },
		{
			name: 'the same: taken, read and compared, confirmed, as shares of the import',
			measured: [brought, read, confirmed].map(part).join(', '),
			...info
		}
	];
}
