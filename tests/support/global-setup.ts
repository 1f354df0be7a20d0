import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { openServer } from '$lib/server/db/server';
import { env } from '$lib/server/env';
import { startPostgres, type PostgresServer } from './postgres.js';

declare module 'vitest' {
	export interface ProvidedContext {
		/** A migrated embedded database, as a file to load. */
		embeddedTemplate: string;
		/** Address of the real server's maintenance database. */
		serverUrl: string;
	}
}

/** Name of the migrated database that each test file's own one is copied from. */
const TEMPLATE = 'jinjie_template';

/**
 * Jobs that tests queue, kept in the database so that a rolled back transaction takes its jobs along.
 * See TestJobs in database.ts.
 */
const JOBS_TABLE = `create schema testing; create table testing.jobs (
	id bigint generated always as identity primary key, queue text not null, data jsonb not null,
	sent_at timestamptz not null, start_after timestamptz, done boolean not null default false)`;

/** Once per run: a real PostgreSQL, and a migrated template for each kind of database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
	const server = await startPostgres();
	const template = join(server.folder, 'embedded.tar');
	await Promise.all([prepareServer(server), prepareEmbedded(template)]);
	project.provide('embeddedTemplate', template);
	project.provide('serverUrl', server.url('postgres'));
	return () => server.stop();
}

async function prepareServer(server: PostgresServer): Promise<void> {
	const admin = postgres(server.url('postgres'), { max: 1, onnotice: () => {} });
	await admin.unsafe(`create database ${TEMPLATE}`);
	const template = await openServer(server.url(TEMPLATE), 1);
	await template.migrate();
	await template.run(JOBS_TABLE);
	await template.close();
	await admin.end();
}

async function prepareEmbedded(file: string): Promise<void> {
	const client = await PGlite.create('memory://');
	await migrate(drizzle(client), { migrationsFolder: env.migrationsDir });
	await client.exec(JOBS_TABLE);
	await writeFile(file, Buffer.from(await (await client.dumpDataDir('none')).arrayBuffer()));
	await client.close();
}
