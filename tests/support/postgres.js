// A real PostgreSQL for tests and measurements, from the binaries of an npm package. PostgreSQL refuses root, and the
// checkout may lie where no other user may enter: so the binaries are copied to a folder of their own, and a run as
// root starts them as nobody.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { installBinaries, nobody, uid } from './postgres-binaries.js';
import { endNow, isAlive, stopNow, withChildren } from './processes.js';

/**
 * Runs the server, and clears its data when it has ended: by itself, or because standard input ended, at our stop or
 * when we were killed. Whoever lays a file `held` there keeps the data, and has it started again by taking the file away.
 */
const KEEPER = `exec 3<&0
cd "$DATA_FOLDER" && echo $$ > keeper
{ read -r _ <&3; : > ended; kill -INT "$(cat server)"; } 2>/dev/null &
while :; do
	"$@" & echo $! > server
	[ ! -e ended ] || kill -INT $!
	wait $!
	[ -e held ] || break
	while [ -e held ] && [ ! -e ended ]; do sleep 0.1; done
	[ ! -e ended ] || break
done
cd / && rm -rf "$DATA_FOLDER"`;

/** The same with the data on a disk of its own, which is there for these processes only and goes with them. */
const ON_A_DISK = `unshare --mount --propagation private /bin/sh -c '
	mount -t tmpfs -o size="$DISK"m,mode=0755 tmpfs "$DATA_FOLDER/disk" &&
	cp -a "$DATA_FOLDER/pg" "$DATA_FOLDER/disk/pg" &&
	exec setpriv --reuid="$AS_UID" --regid="$AS_GID" --clear-groups /bin/sh -c "$KEEPER" sh "$@"' sh "$@"
rm -rf "$DATA_FOLDER"`;

/**
 * @typedef {{ durable?: boolean, settings?: string[], disk?: number }} PostgresOptions
 * `disk`: megabytes of a disk of its own, for who may mount one (`mayMount`).
 * @typedef {{ url: (database: string) => string, folder: string, processes: () => number[], hold: () => void,
 *   kill: () => Promise<void>, revive: () => Promise<void>, disk: (() => string) | null,
 *   stop: () => Promise<void> }} PostgresServer
 * `folder`: a private one that goes with the server, also when the run is killed. `hold`: should it end, its data stay.
 * `kill`: as a power cut does, with all its processes. `revive`: starts it again on the same data, if it has ended.
 * `disk`: where its own disk can be written to from here.
 */

/**
 * Starts PostgreSQL on a free loopback port with data that lives as long as the run. It trusts every local
 * connection and does not wait for the disk unless `durable`.
 * @param {PostgresOptions} [options]
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
 * @param {PostgresOptions} options
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
	const { disk } = options;
	if (disk) mkdirSync(join(data, 'disk'));
	const place = join(data, disk ? 'disk/pg' : 'pg');
	const command = [join(bin, 'postgres'), '-D', place, '-p', String(port), ...settings];
	const own = { DISK: String(disk), AS_UID: String(as.uid), AS_GID: String(as.gid), KEEPER };
	const keeper = spawn('/bin/sh', ['-c', disk ? ON_A_DISK : KEEPER, 'sh', ...command], {
		...(disk ? {} : as),
		env: disk ? { ...env, ...own } : env,
		cwd: '/',
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
		const held = join(data, 'held');
		const hold = () => writeFileSync(held, '');
		const processes = () => withChildren(Number(readFileSync(join(data, 'server'), 'utf8')));
		return {
			...{ url, folder: data, processes, hold, stop },
			disk: disk
				? () => join('/proc', readFileSync(join(data, 'keeper'), 'utf8').trim(), 'root', data, 'disk')
				: null,
			async kill() {
				hold();
				// It begins no other while it is looked at.
				stopNow(Number(readFileSync(join(data, 'server'), 'utf8')));
				const all = processes();
				for (const pid of all) endNow(pid);
				while (all.some(isAlive)) await pause(20);
			},
			async revive() {
				rmSync(held, { force: true });
				if (!(await answers(url('postgres'), () => keeper.exitCode !== null)))
					throw new Error(`PostgreSQL did not start again: ${log}`);
			}
		};
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
			await pause(50);
		} finally {
			await client.end({ timeout: 1 });
		}
	}
	return false;
}

/** Whether a disk of its own can be had here. */
export const mayMount = () =>
	uid === 0 &&
	spawnSync('unshare', ['--mount', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
		.status === 0;

const pause = (/** @type {number} */ ms) => new Promise((over) => setTimeout(over, ms));

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
