// Exam day: saves against plain upserts, a start for everybody in a minute, candidates who write at human pace, and the
// server's own handing in. Application, PostgreSQL and driver share the machine's processors; what each uses is told.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptBytes } from '../scripts.js';
import { drive, percentile, perSecond, put } from './lanes.js';
import { cpuOf } from './processors.js';
import { startAll, writeLikePeople } from './people.js';

/** Share of upserts per second; milliseconds and seconds of exam day: starts, hand-in, saves; compressed script of the room. */
const LIMITS = {
	...{ ofUpserts: 0.6, startP99: 1000, startSeconds: 60, handInSeconds: 15, saveP99: 250 },
	scriptBytes: 60_000
};
const LANES = 64;

/**
 * @typedef {{ attemptId: string, sittingId: string, cookie: string, answers: unknown[] }} Candidate
 * @typedef {{ name: string, measured: string, limit: string, met: boolean | null }} Row
 * @param {{ root: string, url: (name: string) => string, seconds: number, people: number, minutes: number,
 *   serve: (file: string, env?: Record<string, string>, args?: string[]) => Promise<string>,
 *   measure: (args: string[]) => Promise<any>, query: (name: string, text: string) => Promise<any[]> }} bench
 * @returns {Promise<Row[]>}
 */
export async function benchExam({ root, url, seconds, people, minutes, serve, measure, query }) {
	const make = async (
		/** @type {string} */ name,
		/** @type {number} */ many,
		/** @type {string[]} */ ...more
	) => {
		const file = join(tmpdir(), `jinjie-candidates-${process.pid}-${name}.json`);
		const program = join(root, 'tests/bench/exam/candidates.ts');
		const made = await measure(['--import', 'tsx', program, url(name), String(many), file, ...more]);
		return { ...made, candidates: /** @type {Candidate[]} */ (JSON.parse(readFileSync(file, 'utf8'))) };
	};
	const siteOf = (/** @type {string} */ name) =>
		serve(join(root, 'src/cli/serve.js'), {
			...{ DATABASE_URL: url(name), PORT: '0', HOST: '127.0.0.1', ORIGIN: '', LOG_LEVEL: 'warn' }
		});
	const port = (/** @type {string} */ site) => Number(new URL(site).port);

	console.log(`Saves: ${LANES} connections, one answer each …`);
	const few = await make('saves', 256, 'started');
	const app = await siteOf('saves');
	const plain = await serve(join(root, 'tests/bench/exam/upserts.js'), {}, [url('upserts'), String(LANES)]);
	const [saving, upserting] = [savesOf(few.candidates), upsertsOf(few.candidates)];
	await drive({ port: port(app), lanes: saving, seconds: 3 });
	await drive({ port: port(plain), lanes: upserting, seconds: 3 });
	const before = await drive({ port: port(plain), lanes: upserting, seconds });
	const used = cpuOf();
	const saves = await drive({ port: port(app), lanes: saving, seconds });
	const shares = used();
	const after = await drive({ port: port(plain), lanes: upserting, seconds });
	const ratio = (2 * perSecond(saves)) / (perSecond(before) + perSecond(after));

	const [candidate] = few.candidates;
	if (!candidate) throw new Error('There is no candidate.');
	const script = await scriptBytes(app, `/attempt/${candidate.attemptId}`, candidate.cookie, 'load');

	console.log(`${people} candidates: their papers, their start …`);
	const many = await make('day', people);
	const day = await siteOf('day');
	const starts = await startAll(day, many.candidates, LIMITS.startSeconds);
	console.log(`They write for ${minutes} minutes, a save every 10 s each …`);
	const written = await writeLikePeople(day, many.candidates, minutes);
	const wrong = await compare(written.sent, query);
	console.log('Their time is up …');
	await query('day', `update attempts set ends_at = now() + interval '2 seconds'`);
	const handIn = await untilHandedIn(query);

	const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
	const oks = (/** @type {import('./lanes.js').Run} */ run) =>
		run.statuses.size === 1 ? '' : ` ${[...run.statuses]}`;
	return [
		{
			name: 'script of the room',
			measured: `${(script.bytes / 1000).toFixed(1)} kB in ${script.files} files`,
			limit: `<= ${LIMITS.scriptBytes / 1000} kB`,
			met: script.files > 0 && script.bytes <= LIMITS.scriptBytes
		},
		{
			name: `saves at ${LANES} connections, of upserts behind node:http`,
			measured: `${ratio.toFixed(3)} (${perSecond(saves).toFixed(0)} per s; p50 ${ms(percentile(saves, 0.5))}, p95 ${ms(percentile(saves, 0.95))}, p99 ${ms(percentile(saves, 0.99))}${oks(saves)})`,
			limit: `>= ${LIMITS.ofUpserts}`,
			met: ratio >= LIMITS.ofUpserts && saves.statuses.size === 1
		},
		{ name: 'the same: processors used', measured: shares, limit: '', met: null },
		{
			name: `papers of ${people} candidates drawn and frozen before`,
			measured: `${(people / (many.drawn / 1000)).toFixed(0)} per s`,
			limit: '',
			met: null
		},
		{
			name: `${people} starts in ${LIMITS.startSeconds} s, paper included: p50, p95, p99`,
			measured: `${[0.5, 0.95, 0.99].map((share) => ms(starts.at(share))).join(', ')}; ${starts.failed} failed; ${starts.cpu}`,
			limit: `p99 < ${LIMITS.startP99} ms`,
			met: starts.failed === 0 && starts.at(0.99) < LIMITS.startP99
		},
		{
			name: `${people} writing for ${minutes} min: p50, p95, p99 of ${written.count} saves`,
			measured: `${[0.5, 0.95, 0.99].map((share) => ms(written.at(share))).join(', ')}; ${written.failed} failed; ${written.cpu}`,
			limit: `p99 < ${LIMITS.saveP99} ms`,
			met: written.failed === 0 && written.at(0.99) < LIMITS.saveP99
		},
		{
			name: 'the same: memory of the application, first and last minute',
			measured: written.memory,
			limit: '',
			met: null
		},
		{
			name: 'the same: answers in the database that differ from what was acknowledged',
			measured: `${wrong} of ${written.count}`,
			limit: '0',
			met: wrong === 0
		},
		{
			name: `${people} handed in by the server at once`,
			measured: `${handIn.toFixed(1)} s`,
			limit: `<= ${LIMITS.handInSeconds} s`,
			met: handIn <= LIMITS.handInSeconds
		}
	];
}

/** @param {Candidate[]} candidates */
function savesOf(candidates) {
	return Array.from({ length: LANES }, (_, lane) => {
		const own = candidates.filter((_, i) => i % LANES === lane);
		let n = 0;
		return () => {
			const one = /** @type {Candidate} */ (own[++n % own.length]);
			const place = n % one.answers.length;
			const answer = { position: place + 1, seq: n, given: one.answers[place], flagged: false };
			return put(
				`/attempt/${one.attemptId}/answers`,
				JSON.stringify({ answers: [answer], seat: 1 }),
				one.cookie
			);
		};
	});
}

/** @param {Candidate[]} candidates */
function upsertsOf(candidates) {
	return Array.from({ length: LANES }, (_, lane) => {
		const { attemptId, answers } = /** @type {Candidate} */ (candidates[lane]);
		let n = 0;
		return () => {
			const place = ++n % answers.length;
			return put(
				'/',
				JSON.stringify({ attempt: attemptId, position: place + 1, seq: n, given: answers[place] })
			);
		};
	});
}

/**
 * How many acknowledged answers are not in the database as they were sent.
 * @param {Map<string, unknown>} sent by `attempt position seq`
 * @param {(name: string, text: string) => Promise<any[]>} query
 */
async function compare(sent, query) {
	const rows = await query('day', 'select attempt_id, position, seq, given::text as given from answers');
	const stored = new Map(rows.map((row) => [`${row.attempt_id} ${row.position} ${row.seq}`, row.given]));
	return [...sent].filter(([key, given]) => {
		const text = stored.get(key);
		return text === undefined || JSON.stringify(sorted(JSON.parse(text))) !== JSON.stringify(sorted(given));
	}).length;
}

/** @param {any} value @returns {any} The same with its keys in order: the database has its own. */
const sorted = (value) =>
	value && typeof value === 'object' && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;

/** Seconds from the end of everybody's time until all are in. @param {(name: string, text: string) => Promise<any[]>} query */
async function untilHandedIn(query) {
	for (;;) {
		const [row] = await query(
			'day',
			`select count(*) filter (where handed_in_at is null)::int as open,
				extract(epoch from now() - max(ends_at))::float8 as since from attempts`
		);
		if (row.open === 0) return row.since;
		if (row.since > 120) throw new Error(`${row.open} attempts are still open.`);
		await new Promise((done) => setTimeout(done, 200));
	}
}
