// `npm run bench`: the figures that the project promises, on a real PostgreSQL with the demo in it, each as a ratio to
// a limit measured in the same run. `BENCH_SECONDS` sets the length of one measurement (10). With `-- pages`, `-- tiers`,
// `-- training`, `-- mentoring`, `-- bank`, `-- exam`, `-- marking` or `-- certificates` only that part; `BENCH_PEOPLE` (5000) and `BENCH_MINUTES` (10) say how many
// candidates write for how long.
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, install } from '../../src/cli/start.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const seconds = Number(process.env['BENCH_SECONDS'] ?? 10);
const CONNECTIONS = 16;
/** Share of a bare SvelteKit page's requests per second; compressed script of a trainee's first page. */
const LIMITS = { ofBarePage: 0.1, scriptBytes: 120_000 };
/** People of the demo. */
const TRAINEE = 'JH0183';
const OFFICER = 'JH0007';

/** @param {'pages' | 'tiers' | 'training' | 'mentoring' | 'bank' | 'exam' | 'marking' | 'certificates'} part */
const wants = (part) => process.argv.length < 3 || process.argv.includes(part);

process.chdir(root);
install();
if (['pages', 'training', 'exam', 'certificates'].some((part) => wants(/** @type {any} */ (part)))) build();
const { startPostgres } = await import('../support/postgres.js');
const { benchEvidence, benchMatching } = await import('./mentoring/index.js');
const { benchAssembly } = await import('./bank/index.js');
const { benchImport } = await import('./bank/importing.js');
const { benchChecking, benchCredentials, benchIssuing } = await import('./certificates/index.js');
const { benchExam } = await import('./exam/index.js');
const { benchMarking } = await import('./marking/index.js');
const { benchItems } = await import('./bank/searching.js');
const { benchTiers } = await import('./tiers/index.js');
const { benchAssign, benchLesson, benchSearch } = await import('./training/index.js');
const { buildBare } = await import('./bare.js');
const { scriptBytes } = await import('./scripts.js');
const { table } = await import('./table.js');
const { default: postgres } = await import('postgres');

/** @type {(() => unknown)[]} What to end, the last first. */
const endings = [];
async function end() {
	for (const ending of endings.reverse()) await ending();
	endings.length = 0;
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
	process.once(signal, () => void end().then(() => process.exit(130)));

/**
 * Starts a server and waits until it names its port.
 * @param {string} file @param {Record<string, string>} env @param {string[]} args @returns {Promise<string>}
 */
function serve(file, env = {}, args = []) {
	const child = spawn(process.execPath, [file, ...args], {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	endings.push(() => new Promise((done) => child.once('exit', done) && child.kill()));
	return new Promise((done, fail) => {
		child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)));
		child.stdout.on('data', (chunk) => {
			const port = /ready:? (?:http:\/\/[^:]+:)?(\d+)/.exec(String(chunk))?.[1];
			if (port) done(`http://127.0.0.1:${port}`);
		});
	});
}

/** Runs a program of its own and reads the JSON that it prints. @param {string[]} args @returns {Promise<any>} */
function measure(args) {
	return new Promise((done, fail) => {
		const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', (chunk) => (text += chunk));
		child.on('exit', (code) =>
			code === 0 ? done(JSON.parse(text)) : fail(new Error(`${args[0]} ended with ${code}`))
		);
	});
}

/** @param {string} url @param {string} [cookie] @param {number} [addresses] of so many visitors @param {string[]} [paths] that they ask for in turn */
const load = (url, cookie, addresses, paths) =>
	measure([
		join(root, 'tests/bench/load.js'),
		JSON.stringify({
			url,
			connections: CONNECTIONS,
			seconds,
			headers: cookie ? { cookie } : {},
			addresses,
			paths
		})
	]);

/** Signs in by the form's own POST and gives the session cookie. @param {string} site @param {string} name */
async function signIn(site, name) {
	const answer = await fetch(`${site}/sign-in`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: site, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name, password: 'jinjie-demo' })
	});
	const cookie = answer.headers
		.getSetCookie()
		.find((line) => line.startsWith('jinjie_session='))
		?.split(';')[0];
	if (!cookie) throw new Error(`${name} could not sign in: ${answer.status}`);
	return cookie;
}

let failed = 0;
/** @param {boolean} met */
const verdict = (met) => {
	if (!met) failed++;
	return met ? 'met' : 'MISSED';
};

/** @param {import('../support/postgres.js').PostgresServer} server @param {string[]} names */
async function createDatabases(server, ...names) {
	const admin = postgres(server.url('postgres'), { max: 1, onnotice: () => {} });
	for (const name of names) await admin.unsafe(`create database ${name}`);
	await admin.end();
}

/** @param {import('../support/postgres.js').PostgresServer} server @param {Record<string, string>} [more] */
const serveDemo = (server, more) =>
	serve(join(root, 'src/cli/serve.js'), {
		...{ DATABASE_URL: server.url('demo'), JINJIE_DEMO: 'on', PORT: '0', HOST: '127.0.0.1' },
		...{ ORIGIN: '', LOG_LEVEL: 'warn', ...more }
	});

/** PostgreSQL with the demo's site on it and further databases, and the bare page. @param {string[]} databases */
async function startSite(...databases) {
	console.log('Starting PostgreSQL, seeding the demo, building the bare page …');
	const server = await startPostgres({ durable: true });
	endings.push(() => server.stop());
	await createDatabases(server, 'demo', ...databases);
	const site = await serveDemo(server);
	const bare = buildBare(root);
	endings.push(bare.clear);
	return { server, site, bare };
}

/** @param {{ name: string, measured: string, limit: string, met: boolean | null }[]} rows */
const judged = (rows) =>
	table([
		['', 'measured', 'limit', 'verdict'],
		...rows.map(({ name, measured, limit, met }) => [name, measured, limit, met === null ? '' : verdict(met)])
	]);

/** Requests per second of pages, and what a page loads. */
async function benchPages() {
	const { server, site, bare } = await startSite('answers');
	const [bareKit, bareHttp] = [await serve(bare.kit), await serve(bare.http)];
	const [trainee, officer] = [await signIn(site, TRAINEE), await signIn(site, OFFICER)];

	console.log(`Measuring with ${CONNECTIONS} connections, ${seconds} s each …`);
	const http = await load(bareHttp);
	const kit = await load(bareKit);
	const path = await load(`${site}/path`, trainee);
	const board = await load(`${site}/staff/tiers`, officer);
	const again = await load(bareKit);
	const barePage = (kit.perSecond + again.perSecond) / 2;
	const script = await scriptBytes(site, '/path', trainee);
	const answers = await measure([
		'--import',
		'tsx',
		join(root, 'tests/bench/answers.ts'),
		server.url('answers'),
		String(CONNECTIONS),
		String(seconds)
	]);

	const ms = (/** @type {number} */ value) => value.toFixed(1);
	const share = (/** @type {number} */ value) => value.toFixed(3);
	/** @param {string} name @param {any} measured @param {boolean} limited */
	const row = (name, measured, limited) => [
		...[name, measured.perSecond.toFixed(0), ms(measured.p50), ms(measured.p95), ms(measured.p99)],
		...[share(measured.perSecond / barePage), share(measured.perSecond / http.perSecond)],
		...(limited
			? [
					`>= ${LIMITS.ofBarePage}`,
					verdict(measured.other === 0 && measured.perSecond / barePage >= LIMITS.ofBarePage)
				]
			: ['', '']),
		measured.other ? `${measured.other} not 200` : ''
	];
	console.log(
		`\n${table([
			['', 'per s', 'p50 ms', 'p95 ms', 'p99 ms', 'of bare page', 'of node:http', 'limit', 'verdict', ''],
			row('node:http', http, false),
			row('bare SvelteKit page', { ...kit, perSecond: barePage }, false),
			row('my path', path, true),
			row('HR board', board, true)
		])}\n\n${table([
			['', 'measured', 'limit', 'verdict'],
			[
				'script of a trainee’s first page',
				`${(script.bytes / 1000).toFixed(1)} kB in ${script.files} files`,
				`<= ${LIMITS.scriptBytes / 1000} kB`,
				verdict(script.files > 0 && script.bytes <= LIMITS.scriptBytes)
			],
			['saving one answer', `${answers.saves.toFixed(0)} per s`, '', ''],
			['plain upserts', `${answers.upserts.toFixed(0)} per s`, '', ''],
			['saving as a share of upserts', share(answers.saves / answers.upserts), '', '']
		])}\n`
	);
}

/** What grows with the number of people: takes some minutes. */
async function benchPeople() {
	const server = await startPostgres({ settings: ['shared_buffers=512MB'] });
	endings.push(() => server.stop());
	const create = (/** @type {string} */ name) => createDatabases(server, name);
	const rows = await benchTiers({ root, url: server.url, create, measure });
	console.log(`\n${judged(rows)}\n`);
}

/** A lesson's page, and finding lessons. */
async function benchTraining() {
	const { server, site, bare } = await startSite('lessons', 'assign');
	const cookie = await signIn(site, TRAINEE);
	const rows = await benchLesson({ site, bare: await serve(bare.kit), cookie, load });
	rows.push(...(await benchSearch({ root, url: server.url('lessons'), measure })));
	rows.push(...(await benchAssign({ root, url: server.url('assign'), measure })));
	console.log(`\n${judged(rows)}\n`);
}

/** Mentoring: the best assignment of an intake, and evidence. */
async function benchMentoring() {
	const server = await startPostgres({ durable: true });
	endings.push(() => server.stop());
	await createDatabases(server, 'entries', 'chain');
	const evidence = { root, measure, url: server.url, connections: CONNECTIONS, seconds };
	const rows = [...(await benchMatching({ root, measure })), ...(await benchEvidence(evidence))];
	console.log(`\n${judged(rows)}\n`);
}

/** The question bank: parallel papers, and finding items. */
async function benchBank() {
	const rows = await benchAssembly({ root, measure });
	const server = await startPostgres({ settings: ['shared_buffers=256MB'] });
	endings.push(() => server.stop());
	const create = (/** @type {string[]} */ ...names) => createDatabases(server, ...names);
	rows.push(...(await benchImport({ root, url: server.url, create, measure })));
	rows.push(...(await benchItems({ root, url: server.url, create, measure })));
	console.log(`\n${judged(rows)}\n`);
}

/** After the exam: marking everybody, and the item analysis. */
async function benchAfter() {
	const server = await startPostgres({ durable: true });
	endings.push(() => server.stop());
	const create = (/** @type {string[]} */ ...names) => createDatabases(server, ...names);
	const rows = await benchMarking({ root, url: server.url, create, measure });
	console.log(`\n${judged(rows)}\n`);
}

/** Certificates: issuing, credentials, checking. */
async function benchCertificates() {
	const rows = await benchCredentials({ root, measure });
	const { server, bare } = await startSite('issuing');
	rows.push(...(await benchIssuing({ root, url: server.url('issuing'), measure })));
	const demo = postgres(server.url('demo'), { max: 1 });
	const [certificate] = await demo`select number from certificates order by valid_to desc limit 1`;
	await demo.end();
	const number = certificate?.['number'];
	// Behind a proxy, as it were: the bench says who asks.
	const site = await serveDemo(server, { ADDRESS_HEADER: 'x-forwarded-for' });
	rows.push(...(await benchChecking({ site, bare: await serve(bare.kit), number, load })));
	console.log(`\n${judged(rows)}\n`);
}

/** Exam day. */
async function benchDay() {
	const server = await startPostgres({ durable: true });
	endings.push(() => server.stop());
	await createDatabases(server, 'saves', 'upserts', 'day');
	const query = async (/** @type {string} */ name, /** @type {string} */ text) => {
		const client = postgres(server.url(name), { max: 1, onnotice: () => {} });
		return client.unsafe(text).finally(() => client.end());
	};
	const people = Number(process.env['BENCH_PEOPLE'] ?? 5000);
	const minutes = Number(process.env['BENCH_MINUTES'] ?? 10);
	const rows = await benchExam({ root, url: server.url, seconds, people, minutes, serve, measure, query });
	console.log(`\n${judged(rows)}\n`);
}

try {
	if (wants('pages')) await benchPages();
	await end();
	if (wants('tiers')) await benchPeople();
	await end();
	if (wants('training')) await benchTraining();
	await end();
	if (wants('mentoring')) await benchMentoring();
	await end();
	if (wants('bank')) await benchBank();
	await end();
	if (wants('exam')) await benchDay();
	await end();
	if (wants('marking')) await benchAfter();
	await end();
	if (wants('certificates')) await benchCertificates();
} finally {
	await end();
}
process.exit(failed ? 1 : 0);
