// What learning costs: a lesson's page, against a bare SvelteKit page; finding lessons, against reading them by key.
import { join } from 'node:path';

/** Share of a bare page's requests per second; times as long as the same rows by key. */
const LIMITS = { ofBarePage: 0.3, ofRowsByKey: 3 };
const LESSONS = 2000;
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
