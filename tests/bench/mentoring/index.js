// Mentoring at scale: the best assignment of an intake to the pool of mentors, saving entries, verifying a chain.
import { join } from 'node:path';
import { usageRows } from '../usage.js';

const LIMITS = { seconds: 60, megabytes: 1024, ofInserts: 0.5, signaturesPerSecond: 20_000 };

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
		...usageRows(
			'best assignment of 2000 trainees to 600 mentors',
			found,
			LIMITS,
			` (${found.scored.toFixed(1)} s of it scoring)`
		),
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

/**
 * Saving a shadowing entry, and verifying the chain of a pairing that is far longer than any real one.
 * @param {{ root: string, measure: (args: string[]) => Promise<any>, url: (name: string) => string, connections: number, seconds: number }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchEvidence({ root, measure, url, connections, seconds }) {
	const run = (/** @type {string} */ file, /** @type {(string | number)[]} */ ...args) =>
		measure(['--import', 'tsx', join(root, 'tests/bench/mentoring', file), ...args.map(String)]);
	console.log(`Saving entries with ${connections} connections, ${seconds} s …`);
	const saved = await run('entries.ts', url('entries'), connections, seconds);
	// Two entries in three signatures: one in two is countersigned.
	console.log('Verifying a chain of 100,000 signatures …');
	const chain = await run('chain.ts', url('chain'), 66_666);
	const share = saved.saves / saved.inserts;
	const perSecond = chain.signatures / chain.seconds;
	const rows = saved.rows.map(
		(/** @type {{ name: string, count: number }} */ { name, count }) => `${count} ${name}`
	);
	return [
		{
			name: 'saving an entry, as a share of plain inserts of its rows',
			measured: `${share.toFixed(3)} (${saved.saves.toFixed(0)} of ${saved.inserts.toFixed(0)} per s)`,
			limit: `>= ${LIMITS.ofInserts}`,
			met: share >= LIMITS.ofInserts
		},
		{ name: 'its rows', measured: rows.join(', '), limit: '', met: null },
		{
			name: `verifying ${chain.signatures} signatures over ${chain.entries} entries`,
			measured: `${perSecond.toFixed(0)} per s (${(chain.signatures / chain.cpu).toFixed(0)} per s of processor time)`,
			limit: `>= ${LIMITS.signaturesPerSecond} per s`,
			met: perSecond >= LIMITS.signaturesPerSecond
		}
	];
}
