import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { nobody, uid } from '../support/postgres-binaries.js';
import { mayMount } from '../support/postgres.js';
import { until, type Day } from './day';

/** What was done, in words, and for how many milliseconds nothing was served by it; or why it could not be done. */
export type Done = { what: string; down: number } | { skipped: string };
export interface Fault {
	name: string;
	happen: (day: Day, seconds: number) => Promise<Done>;
}

/** Longer than the silence from which on time is given back. */
const OUTAGE_MS = 16_000;
const DAY_MS = 86_400_000;
const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));
const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** How the disk is filled here: truly, or by a limit of what the server's processes may write; null: neither. */
export const waysToFill = { disk: 'a disk of its own', limit: 'a limit on its files' } as const;
export type WayToFill = keyof typeof waysToFill;
export function wayToFill(): WayToFill | null {
	const wanted = process.env['FAULTS_DISK'];
	if (wanted !== 'limit' && mayMount()) return 'disk';
	return spawnSync('prlimit', ['--version']).status === 0 && existsSync('/proc/self/stat') ? 'limit' : null;
}

const killApplication: Fault = {
	name: 'application killed',
	async happen(day, seconds) {
		const began = performance.now();
		await day.site.kill();
		await pause(Math.max(seconds * 1000, OUTAGE_MS));
		const { url } = await day.start();
		for (const way of [day.here, day.there]) way.lead(url);
		const down = performance.now() - began;
		await day.caughtUp();
		return { what: `SIGKILL; served again after ${inSeconds(down)}`, down };
	}
};

const killDatabase: Fault = {
	name: 'PostgreSQL killed',
	async happen(day, seconds) {
		const began = performance.now();
		const processes = day.server.processes().length;
		await day.server.kill();
		await pause(seconds * 1000);
		await day.server.revive();
		const down = performance.now() - began;
		await day.caughtUp();
		return { what: `SIGKILL to all ${processes} processes; back after ${inSeconds(down)}`, down };
	}
};

const fillDisk: Fault = {
	name: 'disk full',
	async happen(day, seconds) {
		const way = wayToFill();
		if (!way) return { skipped: 'neither may a disk be mounted here nor is there prlimit' };
		const before = day.writers.map((one) => one.unreachable);
		// Should PostgreSQL give up, its data stay.
		day.server.hold();
		const began = performance.now();
		const full = way === 'disk' ? fill(day.server.disk!()) : limit(day.server.processes());
		if (!full) return { skipped: 'the files of PostgreSQL may not be limited here' };
		await until('half of the candidates cannot save', () => {
			const failed = day.writers.filter((one, i) => one.unreachable > before[i]!);
			return failed.length >= day.writers.length / 2;
		});
		await pause(seconds * 1000);
		full.makeRoom();
		await day.server.revive();
		const down = performance.now() - began;
		await day.caughtUp();
		// Who writes on at a device meanwhile loses nothing: the database answers, it only takes no more.
		return { what: `${waysToFill[way]}; room again after ${inSeconds(down)}`, down: 0 };
	}
};

/** Writes until nothing goes onto the disk any more. */
function fill(disk: string): { makeRoom: () => void } {
	const file = join(disk, 'ballast');
	const ballast = openSync(file, 'w');
	for (const size of [1 << 20, 1 << 12]) {
		try {
			for (;;) writeSync(ballast, Buffer.alloc(size));
		} catch {
			// Full for pieces of this size.
		}
	}
	closeSync(ballast);
	return { makeRoom: () => rmSync(file) };
}

/** No process of the server may write beyond the first megabytes of a file any more; null where that is not allowed. */
function limit(processes: readonly number[]): { makeRoom: () => void } | null {
	const as = uid === 0 ? nobody() : {};
	const set = (bytes: string) =>
		processes.map(
			(pid) => spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { ...as, cwd: '/' }).status
		);
	// The first one begins all others.
	return set('2097152')[0] === 0 ? { makeRoom: () => void set('unlimited') } : null;
}

const cutNetwork: Fault = {
	name: 'network cut for half',
	async happen(day, seconds) {
		const cut = day.writers.filter(({ way }) => way === day.here);
		const began = performance.now();
		day.here.cut();
		await until('they are without a network and write on', () =>
			cut.every((one) => one.pending > 0 && one.caughtUp < performance.now() - 500)
		);
		await pause(seconds * 1000);
		const waiting = cut.reduce((sum, { pending }) => sum + pending, 0);
		day.here.mend();
		const lasted = performance.now() - began;
		await day.caughtUp();
		return {
			what: `${cut.length} of ${day.writers.length} for ${inSeconds(lasted)}; ${waiting} answers came then`,
			down: 0
		};
	}
};

const wrongClock: Fault = {
	name: 'clocks a day wrong',
	async happen(day, seconds) {
		// Set while they wait without a network, and the page is loaded anew: what is kept was made tomorrow, or yesterday.
		const some = day.writers.filter(({ way }) => way === day.here);
		day.here.cut();
		await until('something waits at each', () => some.every(({ pending }) => pending > 0));
		for (const [i, one] of some.entries()) {
			one.wrong = i % 2 ? DAY_MS + 60_000 : -DAY_MS - 60_000;
			one.reload();
		}
		await pause(seconds * 250);
		day.here.mend();
		await day.caughtUp();
		const left = await day.query(
			'select id, extract(epoch from ends_at - clock_timestamp()) * 1000 as ms from attempts'
		);
		const off = some.map((one) => {
			const row = left.find(({ id }) => id === one.attemptId);
			return Math.abs(one.msLeft - Number(row?.['ms']));
		});
		const most = Math.max(...off);
		if (most > 60_000) throw new Error(`A window counts down ${inSeconds(most)} beside the server.`);
		return { what: `${some.length} windows, whose countdown is off by ${inSeconds(most)} at most`, down: 0 };
	}
};

const killInstance: Fault = {
	name: 'one of two instances killed',
	async happen(day, seconds) {
		const first = day.site;
		const second = await day.start();
		day.there.lead(second.url);
		// Connections that stood go over as well.
		day.there.mend();
		await day.caughtUp();
		await pause(seconds * 250);
		await first.kill();
		day.here.lead(second.url);
		await day.caughtUp();
		return { what: 'SIGKILL; its candidates went over to the other', down: 0 };
	}
};

export const faults: readonly Fault[] = [
	killApplication,
	killDatabase,
	fillDisk,
	cutNetwork,
	wrongClock,
	killInstance
];
