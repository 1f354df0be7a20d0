// `npm start`: installs, builds, migrates, seeds and serves, each only when needed. Plain JavaScript with nothing
// but Node, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const marks = join(root, '.cache');

/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/**
 * SHA-256 over the names and bytes of files and folders.
 * @param {string[]} paths
 */
function digest(paths) {
	const hash = createHash('sha256').update(process.version.split('.')[0] ?? '');
	/** @param {string} path */
	const add = (path) => {
		const full = join(root, path);
		if (!existsSync(full)) return;
		const entries = readdirSync(full, { withFileTypes: true, recursive: true });
		for (const entry of entries.sort((a, b) =>
			join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1
		)) {
			if (!entry.isFile()) continue;
			const file = join(entry.parentPath, entry.name);
			hash.update(file.slice(root.length)).update(readFileSync(file));
		}
	};
	for (const path of paths) {
		if (path.includes('.')) hash.update(path).update(readFileSync(join(root, path)));
		else add(path);
	}
	return hash.digest('hex');
}

/**
 * Runs a step unless its inputs are as they were when it last ended well.
 * @param {string} name
 * @param {string[]} inputs
 * @param {boolean} present
 * @param {() => void} work
 */
function once(name, inputs, present, work) {
	const mark = join(marks, name);
	const now = digest(inputs);
	if (present && existsSync(mark) && readFileSync(mark, 'utf8') === now) return;
	work();
	mkdirSync(marks, { recursive: true });
	writeFileSync(mark, now);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
	const result = spawnSync(command, args, {
		cwd: root,
		stdio: 'inherit',
		shell: process.platform === 'win32'
	});
	if (result.status !== 0) {
		say(`\n${[command, ...args].join(' ')} failed.`);
		process.exit(result.status ?? 1);
	}
}

/** Installs the packages of the lock file when it changed. */
export function install() {
	once('installed', ['package.json', 'package-lock.json'], existsSync(join(root, 'node_modules')), () => {
		say('Installing packages …');
		run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
	});
}

/** Builds the site when its sources changed. */
export function build() {
	const inputs = [
		'package-lock.json',
		'svelte.config.js',
		'vite.config.ts',
		'tsconfig.json',
		'src',
		'static',
		'drizzle'
	];
	once('built', inputs, existsSync(join(root, 'build', 'handler.js')), () => {
		say('Building …');
		run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error']);
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 19)) {
		say(`Jinjie needs Node 20.19 or later; this is ${process.version}.`);
		process.exit(1);
	}
	process.chdir(root);
	install();
	build();
	await import('./serve.js');
}
