// What grows with the number of people: gathering and evaluating everybody, the board, a path page. Each number of
// people has a database of its own; each measurement a process of its own.
import { join } from 'node:path';

const SIZES = [1000, 10_000, 100_000];
/** Times of only reading the same rows; megabytes; queries; times of a page for a hundredth of the people. */
const LIMITS = { ofReading: 2, megabytes: 1024, growth: 12, pathQueries: 8, ofSmallBoard: 3 };

/**
 * Fills the databases, measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, url: (database: string) => string, create: (database: string) => Promise<unknown>,
 *   measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchTiers({ root, url, create, measure }) {
	/** @param {string} program @param {string[]} args */
	const run = (program, ...args) =>
		measure(['--import', 'tsx', join(root, 'tests/bench/tiers', program), ...args]);
	/** @type {Map<number, any>} */
	const found = new Map();
	for (const size of SIZES) {
		const database = `people_${size}`;
		await create(database);
		const made = await run('population.ts', url(database), String(size));
		console.log(`${size} people with ${(made.facts / size).toFixed(1)} facts each: measuring …`);
		const read = await run('everybody.ts', url(database), 'read');
		const evaluated = await run('everybody.ts', url(database), 'evaluate');
		const again = await run('everybody.ts', url(database), 'read');
		const pages = await run('pages.ts', url(database));
		found.set(size, { reading: (read.seconds + again.seconds) / 2, evaluated, pages });
	}
	const [small, middle, large] = SIZES.map((size) => found.get(size));
	const seconds = (/** @type {number} */ value) => `${value.toFixed(1)} s`;
	/** @type {{ name: string, measured: string, limit: string, met: boolean | null }[]} */
	const rows = SIZES.slice(1).map((size) => {
		const { reading, evaluated } = found.get(size);
		const ratio = evaluated.seconds / reading;
		return {
			name: `gather and evaluate ${size} people, of only reading the rows`,
			measured: `${ratio.toFixed(2)} (${seconds(evaluated.seconds)} of ${seconds(reading)})`,
			// The fewer they are, the more of the time goes to starting up.
			limit: size === SIZES[2] ? `<= ${LIMITS.ofReading}` : '',
			met: size === SIZES[2] ? ratio <= LIMITS.ofReading : null
		};
	});
	const growth = large.evaluated.seconds / middle.evaluated.seconds;
	rows.push(
		{
			name: 'the same: ten times the people take',
			measured: `${growth.toFixed(1)} times as long`,
			limit: `<= ${LIMITS.growth}`,
			met: growth <= LIMITS.growth
		},
		{
			name: 'the same: most memory',
			measured: `${large.evaluated.megabytes} MB`,
			limit: `<= ${LIMITS.megabytes} MB`,
			met: large.evaluated.megabytes <= LIMITS.megabytes
		},
		{
			name: 'queries of a path page',
			measured: String(large.pages.pathQueries),
			limit: `<= ${LIMITS.pathQueries}`,
			met: large.pages.pathQueries <= LIMITS.pathQueries
		}
	);
	for (const [filter, time] of Object.entries(large.pages.board)) {
		const ratio = time / small.pages.board.first;
		rows.push({
			name: `board, ${filter === 'first' ? 'first page' : filter}, of the first page at ${SIZES[0]} people`,
			measured: `${ratio.toFixed(2)} (${time.toFixed(1)} ms)`,
			limit: `< ${LIMITS.ofSmallBoard}`,
			met: ratio < LIMITS.ofSmallBoard
		});
	}
	rows.push({
		...{ name: 'snapshot of everybody, from nothing', measured: seconds(large.pages.refresh), limit: '' },
		met: null
	});
	return rows;
}
