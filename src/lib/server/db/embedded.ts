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
 * does not look, so a lock file names the owner; one that a killed process left is taken over. An empty database
 * starts as a copy of `template` (PGlite's dumpDataDir) when there is one.
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
		async close() {
			await client.close();
			if (lock) rmSync(lock, { force: true });
		}
	};
}

function takeLock(dataDir: string): string {
	mkdirSync(dataDir, { recursive: true });
	const path = join(dataDir, 'lock');
	for (;;) {
		try {
			writeFileSync(path, String(process.pid), { flag: 'wx' });
			return path;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const owner = Number(readFileSync(path, 'utf8'));
		if (owner !== process.pid && isAlive(owner)) {
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
