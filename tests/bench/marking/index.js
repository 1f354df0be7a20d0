// After the exam: marking everybody beside reading their answers, and the item analysis of the same.
import { join } from 'node:path';
import { usageRows } from '../usage.js';

const [CANDIDATES, QUESTIONS] = [5000, 100];
/** Marking in times of reading the answers; seconds and megabytes of an analysis. */
const LIMITS = { ofReading: 2, analysis: { seconds: 10, megabytes: 512 } };

/**
 * Measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, url: (name: string) => string, create: (...names: string[]) => Promise<unknown>, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchMarking({ root, url, create, measure }) {
	console.log(`${CANDIDATES} papers of ${QUESTIONS} questions …`);
	await create('marking');
	const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
		measure(['--import', 'tsx', join(root, 'tests/bench/marking', program), url('marking'), ...args]);
	const sat = await run('sat.ts', String(CANDIDATES), String(QUESTIONS));
	const found = await run('mark.ts');
	const analysis = await run('analyse.ts', sat.sittingId);
	const name = `${CANDIDATES} papers of ${QUESTIONS} questions`;
	const isWhole = found.marked === CANDIDATES && found.results === CANDIDATES;
	return [
		{
			name: `${name}: marking, of reading the answers`,
			measured: `${(found.marking / found.reading).toFixed(2)} (${found.marking.toFixed(1)} s, ${found.reading.toFixed(1)} s; ${found.marked} marked)`,
			limit: `<= ${LIMITS.ofReading}`,
			met:
				isWhole &&
				found.questions === CANDIDATES * QUESTIONS &&
				found.marking / found.reading <= LIMITS.ofReading
		},
		...usageRows(
			`${name}: item analysis`,
			analysis,
			LIMITS.analysis,
			`; ${analysis.candidates} candidates, ${analysis.items} items, alpha ${analysis.alpha.toFixed(3)}`
		),
		{
			name: 'the same: longest that a request of the same process waits for its turn',
			measured: `${analysis.longest.toFixed(0)} ms`,
			limit: '',
			met: null
		}
	];
}
