import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { systemActor, type Actor } from '$lib/access/can';
import { defaultLocale } from '$lib/i18n/locales';
import { handlersOf, listen } from '$lib/server/application';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database, type DatabaseHandle } from '$lib/server/db/database';
import { openEmbedded } from '$lib/server/db/embedded';
import { openServer } from '$lib/server/db/server';
import type { JobSender, SendOptions } from '$lib/server/jobs/sender';

export const databaseKinds = ['embedded', 'server'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** The time that a context has unless a test says otherwise: a Monday, 10:00 in Shanghai. */
export const NOW = new Date('2026-03-02T02:00:00Z');

export interface SentJob {
	queue: string;
	data: Record<string, unknown>;
	startAfter: Date | null;
}

/** Takes queued jobs instead of pg-boss. They are rows, so a rolled back transaction takes them along. */
class TestJobs implements JobSender {
	/** Everything sent, also from transactions that were rolled back; `committed()` knows better. */
	readonly sent: SentJob[] = [];
	constructor(private readonly world: World) {}

	async send(tx: Database, queue: string, data: object, options: SendOptions = {}): Promise<void> {
		const startAfter = options.startAfter ?? null;
		this.sent.push({ queue, data: { ...data }, startAfter });
		await tx.execute(sql`insert into testing.jobs (queue, data, sent_at, start_after)
			values (${queue}, ${JSON.stringify(data)}::jsonb, ${new Date().toISOString()}::timestamptz, ${startAfter?.toISOString() ?? null}::timestamptz)`);
	}

	wake(): void {}

	/** The jobs that wait, of committed transactions only. */
	async committed(): Promise<(SentJob & { id: number })[]> {
		const rows = await rowsOf<{
			id: string;
			queue: string;
			data: Record<string, unknown>;
			start_after: string | Date | null;
		}>(this.world.db, sql`select id, queue, data, start_after from testing.jobs where not done order by id`);
		return rows.map((row) => ({
			id: Number(row.id),
			queue: row.queue,
			data: row.data,
			startAfter: row.start_after ? new Date(row.start_after) : null
		}));
	}
}

/** One database of a test file, with what tests ask of it. Open from `beforeAll` to `afterAll`. */
export class World {
	readonly jobs = new TestJobs(this);
	/** Counts what world.ts makes, for names that differ. */
	counter = 0;
	/** The root of the units and other things made once; kept by world.ts. */
	readonly made = new Map<string, unknown>();
	private opened: DatabaseHandle | undefined;
	private wiring: Promise<typeof import('../../src/wiring.server')> | undefined;
	private drop: () => Promise<void> = async () => {};

	constructor(readonly kind: DatabaseKind) {}

	get handle(): DatabaseHandle {
		if (!this.opened) throw new Error('The database is open only inside tests and hooks.');
		return this.opened;
	}

	get db(): Database {
		return this.handle.db;
	}

	/** A context for a person (of givenPerson), an actor, or nobody in particular (the system). */
	ctx(who: { actor: Actor } | Actor = systemActor('test'), now: Date = NOW): Context {
		const actor = 'actor' in who ? who.actor : who;
		return { db: this.db, actor, now, locale: defaultLocale, requestId: randomUUID(), jobs: this.jobs };
	}

	/**
	 * Runs the queued jobs and reactions through the wiring until none is left, and returns how many ran. With
	 * `at`, only those due by then, at that time; without, all of them, each at its own time.
	 */
	async runJobs(at?: Date): Promise<number> {
		const handlers = handlersOf((await this.wiring!).wiring);
		for (let ran = 0; ; ran++) {
			const due = (await this.jobs.committed()).find((job) => !at || !job.startAfter || job.startAfter <= at);
			if (!due) return ran;
			const handler = handlers[due.queue];
			if (!handler) throw new Error(`No handler for the queue ${due.queue} in src/wiring.server.ts`);
			await handler(this.ctx(systemActor(due.queue), at ?? due.startAfter ?? NOW), due.data as never);
			await this.db.execute(sql`update testing.jobs set done = true where id = ${due.id}`);
		}
	}

	async open(): Promise<void> {
		if (this.kind === 'embedded') {
			this.opened = await openEmbedded('memory://', new Blob([await readFile(inject('embeddedTemplate'))]));
		} else {
			const name = `test_${randomUUID().replaceAll('-', '')}`;
			const admin = postgres(inject('serverUrl'), { max: 1, onnotice: () => {} });
			await admin.unsafe(`create database ${name} template jinjie_template`);
			this.opened = await openServer(inject('serverUrl').replace(/[^/]*$/, name), 10);
			this.drop = async () => {
				await admin.unsafe(`drop database ${name} with (force)`);
				await admin.end();
			};
		}
		this.wiring = import('../../src/wiring.server');
		// A feature that cannot be loaded fails the tests that run jobs, not every test.
		await this.wiring.then(({ wiring }) => listen(wiring)).catch(() => {});
	}

	async close(): Promise<void> {
		await this.opened?.close();
		await this.drop();
	}
}

/** Registers a block of tests for one kind of database, on a copy of its own. */
export function onDatabase(kind: DatabaseKind, name: string, define: (world: World) => void): void {
	describe(`${name} (${kind})`, () => {
		const world = new World(kind);
		beforeAll(() => world.open());
		afterAll(() => world.close());
		define(world);
	});
}

/** Registers a block of tests once for the embedded database and once for a real server, each on its own copy. */
export function onEveryDatabase(name: string, define: (world: World) => void): void {
	for (const kind of databaseKinds) onDatabase(kind, name, define);
}
