// What learning costs: a lesson's page, against a bare SvelteKit page; finding lessons, against reading them by key.
import { join } from 'node:path';

/** Share of a bare page's requests per second; times as long as the same rows by key. */
const LIMITS = { ofBarePage: 0.3, ofRowsByKey: 3, waitOfCommand: 0.5 };
const LESSONS = 2000;
const PEOPLE = 10_000;
/** A lesson that the demo's trainee has read. */
const LESSON = '/training/knowing-the-customer/life-cycle';

/**
 * @typedef {{ name: string, measured: string, limit: string, met: boolean | null }} Row
 * @param {{ site: string, bare: string, cookie: string,
 *   load: (url: string, cookie?: string) => Promise<any> }} bench
 * @returns {Promise<Row[]>}
 */
export async function benchLesson({ site, bare, cookie, load }) {
	const before = await load(bare);
	const lesson = await load(site + LESSON, cookie);
	const after = await load(bare);
	const ratio = (2 * lesson.perSecond) / (before.perSecond + after.perSecond);
	return [
		{
			name: 'a lesson’s page, of a bare SvelteKit page',
			measured: `${ratio.toFixed(3)} (${lesson.perSecond.toFixed(0)} per s, p95 ${lesson.p95.toFixed(1)} ms)`,
			limit: `>= ${LIMITS.ofBarePage}`,
			met: lesson.other === 0 && ratio >= LIMITS.ofBarePage
		}
	];
}

/**
 * @param {{ root: string, url: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<Row[]>}
 */
export async function benchSearch({ root, url, measure }) {
	/** @param {string} program @param {string[]} args */
	const run = (program, ...args) =>
		measure(['--import', 'tsx', join(root, 'tests/bench/training', program), ...args]);
	await run('lessons.ts', url, String(LESSONS));
	/** @type {{ typed: string, hits: number, search: number, key: number }[]} */
	const found = await run('search.ts', url);
	return found.map(({ typed, hits, search, key }) => ({
		name: `search of ${LESSONS} lessons for “${typed}”, of the same ${hits} rows by key`,
		measured: `${(search / key).toFixed(2)} (${search.toFixed(1)} ms)`,
		limit: `< ${LIMITS.ofRowsByKey}`,
		met: search / key < LIMITS.ofRowsByKey
	}));
}

/**
 * A path for 10,000 people in one command. A learner who had to wait for its locks would wait until it ends: the longest
 * of their saves meanwhile is held against the command itself.
 * @param {{ root: string, url: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<Row[]>}
 */
export async function benchAssign({ root, url, measure }) {
	const program = join(root, 'tests/bench/training/assign.ts');
	/** @type {{ command: number, alone: number, meanwhile: number, longest: number, longestAlone: number }} */
	const found = await measure(['--import', 'tsx', program, url, String(PEOPLE)]);
	const { command, alone, meanwhile, longest, longestAlone } = found;
	const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
	return [
		{
			name: `${PEOPLE} people assigned to a path in one command`,
			measured: ms(command),
			limit: '',
			met: null
		},
		{
			name: 'saving a place in a lesson meanwhile, of the same without it',
			measured: `${(meanwhile / alone).toFixed(2)} (${ms(meanwhile)}, ${ms(alone)})`,
			...{ limit: '', met: null }
		},
		{
			name: 'the longest of these saves, of the command',
			measured: `${(longest / command).toFixed(3)} (${ms(longest)}; without it ${ms(longestAlone)})`,
			limit: `< ${LIMITS.waitOfCommand}`,
			met: longest / command < LIMITS.waitOfCommand
		}
	];
}
