import { request, Agent } from 'node:http';
import { execFileSync } from 'node:child_process';
import { cpuOf } from './processors.js';

/** @typedef {import('./index.js').Candidate} Candidate */

/** Connections that browsers keep; as many as ask at once. */
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/**
 * @param {string} site @param {string} method @param {string} path @param {Candidate} who @param {object} [body]
 * @returns {Promise<{ status: number, text: string, cookies: string[] }>}
 */
function ask(site, method, path, who, body) {
	return new Promise((done, fail) => {
		const text = body === undefined ? '' : JSON.stringify(body);
		const asked = request(
			site + path,
			{
				...{ method, agent },
				headers: {
					...{ cookie: who.cookie, accept: 'application/json', origin: site },
					...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {})
				}
			},
			(answer) => {
				let got = '';
				answer.setEncoding('utf8').on('data', (chunk) => (got += chunk));
				answer.on('end', () =>
					done({ status: answer.statusCode ?? 0, text: got, cookies: answer.headers['set-cookie'] ?? [] })
				);
				answer.on('error', fail);
			}
		);
		asked.on('error', fail);
		asked.end(text);
	});
}

/** @param {number[]} times */
const percentiles = (times) => {
	const sorted = times.sort((a, b) => a - b);
	return (/** @type {number} */ share) =>
		sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Everybody begins at a random moment of so many seconds: one write, and the paper comes with it. What devices get to be known by is kept.
 * @param {string} site @param {Candidate[]} candidates @param {number} seconds
 */
export async function startAll(site, candidates, seconds) {
	/** @type {number[]} */
	const times = [];
	let failed = 0;
	const used = cpuOf();
	await Promise.all(
		candidates.map(async (who) => {
			await wait(Math.random() * seconds * 1000);
			const began = performance.now();
			try {
				const started = await ask(site, 'POST', `/attempt/${who.attemptId}/start`, who, {
					sittingId: who.sittingId
				});
				for (const cookie of started.cookies) who.cookie += `; ${cookie.split(';')[0]}`;
				if (started.status !== 200) failed++;
			} catch {
				failed++;
			}
			times.push(performance.now() - began);
		})
	);
	return { at: percentiles(times), failed, cpu: used() };
}

/**
 * Everybody answers one question each ten seconds, give or take, for so many minutes; what was acknowledged is kept.
 * @param {string} site @param {Candidate[]} candidates @param {number} minutes
 */
export async function writeLikePeople(site, candidates, minutes) {
	/** @type {number[]} */
	const times = [];
	/** @type {Map<string, unknown>} */
	const sent = new Map();
	let failed = 0;
	const used = cpuOf();
	const end = performance.now() + minutes * 60_000;
	/** @type {number[]} */
	const memory = [];
	const watching = setInterval(() => memory.push(residentMegabytes()), 5_000);
	await Promise.all(
		candidates.map(async (who) => {
			await wait(Math.random() * 10_000);
			for (let seq = 1; performance.now() < end; seq++) {
				const place = Math.floor(Math.random() * who.answers.length);
				const answer = { position: place + 1, seq, given: who.answers[place], flagged: seq % 7 === 0 };
				const began = performance.now();
				try {
					const reply = await ask(site, 'PUT', `/attempt/${who.attemptId}/answers`, who, {
						...{ answers: [answer], seat: 1, age: 0, events: [] }
					});
					const { acknowledged = [] } = reply.status === 200 ? JSON.parse(reply.text) : {};
					if (acknowledged.length === 1) sent.set(`${who.attemptId} ${place + 1} ${seq}`, answer.given);
					else failed++;
				} catch {
					failed++;
				}
				times.push(performance.now() - began);
				await wait(8_000 + Math.random() * 4_000);
			}
		})
	);
	clearInterval(watching);
	const share = Math.max(1, Math.min(12, Math.floor(memory.length / 3)));
	const mean = (/** @type {number[]} */ list) =>
		list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
	const told = `${mean(memory.slice(0, share)).toFixed(0)} MB, ${mean(memory.slice(-share)).toFixed(0)} MB`;
	return { at: percentiles(times), failed, sent, count: times.length, cpu: used(), memory: told };
}

/** Resident memory of the newest application process, in megabytes. */
function residentMegabytes() {
	try {
		const lines = execFileSync('ps', ['-eo', 'rss,args', '--sort=start_time'], { encoding: 'utf8' }).split(
			'\n'
		);
		const own = lines.filter((line) => line.includes('src/cli/serve.js')).at(-1);
		return Number.parseInt(own?.trim() ?? '0', 10) / 1024;
	} catch {
		return 0;
	}
}
