// `npm test`: installs, builds, brings a browser, and runs unit, integration and browser tests and the faults of exam day, on
// a fresh machine and from any folder. `npm test -- unit|integration|e2e|faults [files]` runs parts. Plain JavaScript with nothing but
// Node, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, install } from '../src/cli/start.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'test-results');
const cli = {
	vitest: join(root, 'node_modules/vitest/vitest.mjs'),
	playwright: join(root, 'node_modules/@playwright/test/cli.js'),
	kit: join(root, 'node_modules/@sveltejs/kit/svelte-kit.js')
};

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {{ needsSite?: boolean, command: (report: string, files: string[]) => string[], count: (report: any) => Count }} Part
 */

/** @param {'unit' | 'integration'} project @returns {Part} */
const vitest = (project) => ({
	command: (report, files) => [
		...[cli.vitest, 'run', '--project', project, '--passWithNoTests'],
		...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files]
	],
	count: (report) => ({
		passed: report.numPassedTests,
		// A file that could not be loaded holds no failed test, but is a failure.
		failed:
			report.numFailedTests +
			report.testResults.filter(
				(/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
					file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')
			).length,
		skipped: report.numPendingTests + report.numTodoTests
	})
});

/** @type {Record<string, Part>} */
const parts = {
	unit: vitest('unit'),
	integration: vitest('integration'),
	e2e: {
		needsSite: true,
		command: (_report, files) => [
			...[cli.playwright, 'test', '--config', join(root, 'tests/playwright.config.ts')],
			...['--pass-with-no-tests', ...files]
		],
		count: ({ stats, errors }) => ({
			passed: stats.expected,
			failed: stats.unexpected + stats.flaky + errors.length,
			skipped: stats.skipped
		})
	},
	faults: {
		needsSite: true,
		command: (_report, more) => ['--import', 'tsx', join(root, 'tests/faults/run.ts'), ...more],
		count: (report) => report
	}
};

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.once(signal, () => {
		// The whole group: browsers and servers that a test started are in it.
		if (running?.pid) kill(-running.pid, 'SIGTERM');
		setTimeout(() => {
			if (running?.pid) kill(-running.pid, 'SIGKILL');
			process.exit(130);
		}, 5000).unref();
		running?.once('exit', () => process.exit(130));
		if (!running) process.exit(130);
	});
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function kill(pid, signal) {
	try {
		process.kill(pid, signal);
	} catch {
		// It has ended by itself.
	}
}

/** @param {string[]} args @param {Record<string, string>} env @returns {Promise<number>} */
function node(args, env) {
	return new Promise((done) => {
		running = spawn(process.execPath, args, {
			cwd: root,
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...process.env, ...env },
			detached: true
		});
		running.on('exit', (code) => {
			running = undefined;
			done(code ?? 1);
		});
	});
}

/** @param {string} name @param {string[]} files @param {Record<string, string>} env @returns {Promise<Count>} */
async function runPart(name, files, env) {
	const part = /** @type {Part} */ (parts[name]);
	const report = join(results, `${name}.json`);
	rmSync(report, { force: true });
	const code = await node(part.command(report, files), { ...env, JINJIE_REPORT: report });
	/** @type {Count} */
	let count = { passed: 0, failed: 0, skipped: 0 };
	try {
		count = part.count(JSON.parse(readFileSync(report, 'utf8')));
	} catch (error) {
		console.error(`${name}: no report (${error instanceof Error ? error.message : error})`);
	}
	// Whatever ended badly without naming a test, and a part that ran none, are failures too.
	if (count.failed === 0 && code !== 0) count.failed = 1;
	if (count.passed + count.failed === 0) {
		console.error(`${name}: no test ran`);
		count.failed = 1;
	}
	return count;
}

/** @param {Count} count */
const inWords = ({ passed, failed, skipped }) =>
	`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

const [first, ...rest] = process.argv.slice(2);
const chosen = first === undefined ? Object.keys(parts) : [first];
if (first !== undefined && !parts[first]) {
	console.error(`npm test -- [${Object.keys(parts).join('|')}] [files]`);
	process.exit(2);
}

process.chdir(root);
mkdirSync(results, { recursive: true });
install();
/** @type {Record<string, string>} */
const env = { JINJIE_ROOT: root, DATABASE_URL: '', CI: process.env['CI'] ?? '' };
if (chosen.some((name) => parts[name]?.needsSite)) {
	build();
}
if (chosen.includes('e2e')) {
	const { findBrowser } = await import('./support/browser.js');
	env['JINJIE_CHROMIUM'] = await findBrowser();
}
if (!chosen.some((name) => parts[name]?.needsSite)) {
	await node([cli.kit, 'sync'], env);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const lines = [];
for (const name of chosen) {
	console.log(`\n── ${name} ──`);
	const count = await runPart(name, rest, env);
	lines.push(`${name}: ${inWords(count)}`);
	for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += count[key];
}
console.log(`\n${lines.join('\n')}\n\n${inWords(total)}`);
process.exit(total.failed ? 1 : 0);
