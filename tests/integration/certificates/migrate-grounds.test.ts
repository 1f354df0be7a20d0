import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env } from '$lib/server/env';

const CERTIFY_MODULES = '0044_certify_modules';
const attempt = '019c0000-0000-7000-8000-000000000001';
const [certificate, request, waiting] = ['a', 'b', 'c'].map((end) => attempt.slice(0, -1) + end);

describe('certificates from before there were any of modules', () => {
	let db: PGlite;
	let folder: string;
	const rows = async (query: string) => (await db.query<Record<string, unknown>>(query)).rows;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'jinjie-migrations-'));
		await cp(env.migrationsDir, folder, { recursive: true });
		const file = join(folder, 'meta/_journal.json');
		const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { tag: string }[] };
		const at = journal.entries.findIndex(({ tag }) => tag === CERTIFY_MODULES);
		await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
		db = await PGlite.create('memory://');
		await migrate(drizzle(db), { migrationsFolder: folder });
		// What these rows refer to is of no matter here.
		await db.exec(`set session_replication_role = replica;
			insert into certificates (id, number, person_id, ladder, tier, attempt_id, printed, issued_on, valid_to, recorded_at)
				values ('${certificate}', 'JH-M-26-7XK4M9Q-4R', '${attempt}', 'bank', 'manager', '${attempt}', '{}', '2026-03-02', '2028-03-01', now());
			insert into certificate_requests (id, sitting_id, requested_at) values ('${request}', '${attempt}', now());
			insert into certificate_request_items (request_id, attempt_id, result, certificate_id)
				values ('${request}', '${attempt}', 'issued', '${certificate}'), ('${request}', '${waiting}', null, null);
			set session_replication_role = default;`);
		await migrate(drizzle(db), { migrationsFolder: env.migrationsDir });
	}, 120_000);
	afterAll(async () => {
		await db.close();
		await rm(folder, { recursive: true, force: true });
	});

	it('rest on what they rested on', async () => {
		const ground = { attempt_id: attempt, completion_id: null, ground_id: attempt };
		expect(await rows('select attempt_id, completion_id, ground_id from certificates')).toEqual([ground]);
		expect(
			await rows(
				'select attempt_id, completion_id, ground_id, result from certificate_request_items order by 1'
			)
		).toEqual([
			{ ...ground, result: 'issued' },
			{ attempt_id: waiting, completion_id: null, ground_id: waiting, result: null }
		]);
		expect(await rows('select sitting_id, kind from certificate_requests')).toEqual([
			{ sitting_id: attempt, kind: null }
		]);
		expect(await rows('select id from certificate_kinds where module_id is not null')).toEqual([]);
	});

	it('are guarded as before', async () => {
		const again = 'insert into certificate_request_items (request_id, attempt_id) values';
		await expect(db.exec(`${again} ('${request}', '${waiting}')`)).rejects.toThrow(/_pk|open_once/);
		for (const change of [
			`update certificates set valid_to = '2030-01-01'`,
			`update certificate_request_items set result = 'held' where attempt_id = '${attempt}'`,
			`update certificate_request_items set result = 'held', completion_id = attempt_id, attempt_id = null where attempt_id = '${waiting}'`,
			`delete from certificate_request_items`
		])
			await expect(db.exec(change), change).rejects.toThrow();
		await db.exec(`update certificate_request_items set result = 'held' where attempt_id = '${waiting}'`);
	});
});
