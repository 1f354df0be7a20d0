import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { env } from '../env';
import type { Database, DatabaseHandle } from './database';
import { pipelined } from './pipeline';

/**
 * The embedded PostgreSQL in a folder. A second process on the same files would ruin them, and PGlite itself
 * does not look, so a lock file names the owner and when it began; one that a killed process left is taken over. An
 * empty database starts as a copy of `template` (PGlite's dumpDataDir) when there is one.
 */
export async function openEmbedded(dataDir: string, template?: Blob): Promise<DatabaseHandle> {
	const inMemory = dataDir.startsWith('memory://');
	const lock = inMemory ? null : takeLock(dataDir);
	const client = await PGlite.create({
		dataDir: inMemory ? dataDir : join(dataDir, 'pg'),
		...(template ? { loadDataDir: template } : {})
	});
	const db = drizzle(pipelined(client)) as unknown as Database;
	return {
		kind: 'embedded',
		db,
		async run(text, values) {
			if (values?.length) return (await client.query<Record<string, unknown>>(text, values)).rows;
			return ((await client.exec(text)).at(-1)?.rows ?? []) as Record<string, unknown>[];
		},
		migrate: () => migrate(drizzle(client), { migrationsFolder: env.migrationsDir }),
		async listen(channel, hear) {
			await client.listen(channel, hear);
		},
		async close() {
			await client.close();
			if (lock) rmSync(lock, { force: true });
		}
	};
}

/** Writes the lock file, or throws when the process that it names still runs. */
function takeLock(dataDir: string): string {
	mkdirSync(dataDir, { recursive: true });
	const path = join(dataDir, 'lock');
	for (;;) {
		try {
			writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
			return path;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const [pid = '', ...start] = readFileSync(path, 'utf8').split(' ');
		const owner = Number(pid);
		if (owner !== process.pid && isAlive(owner) && isSame(start.join(' '), startOf(owner))) {
			throw new Error(`The embedded database in ${dataDir} is in use by process ${owner}.`);
		}
		rmSync(path, { force: true });
	}
}

function isAlive(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Numbers of processes are used again, and the same ones come up after each start of a machine: when it began tells. */
function startOf(pid: number): string {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		// Field 22 of the line; the second is the program's name in brackets, which may hold spaces.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		return `${boot}/${fields[19] ?? ''}`;
	} catch {
		const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
		return (stdout ?? '').trim();
	}
}

/** Where a system tells no start, the number alone has to do. */
const isSame = (kept: string, now: string) => !kept || !now || kept === now;
