import { asc, sql, type SQL } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { recordAudit, verifyAuditChain } from '$lib/features/audit/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { rowsOf } from '$lib/server/db/database';
import { sqlState, withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase, type World } from '../support/database';
import { givenPerson } from '../support/world';

/** The tables whose rows stay as they were written; the trigger of each is tried. */
const GUARDED = [
	'audit_log',
	'evidence',
	'evidence_retractions',
	'module_versions',
	'check_attempts',
	'completions',
	'shadowing_entries',
	'shadowing_signatures',
	'item_versions',
	'item_keys',
	'attempt_items',
	'answers',
	'attempt_results',
	'key_corrections',
	'certificates',
	'certificate_revocations',
	'policy_versions',
	'appointments'
];

const write = (world: World, n: number, after: unknown = { n, note: '变更', at: new Date(0) }) =>
	withTransaction(world.ctx(), (tx) =>
		recordAudit(tx, world.ctx(), {
			action: 'test.thing.done',
			subject: { type: 'thing', id: String(n) },
			before: null,
			after
		})
	);

/** Does to the chain what only the owner of the database could, and undoes it after the look. */
async function tampered(world: World, change: SQL) {
	return world.db
		.transaction(async (tx) => {
			await tx.execute(sql`alter table audit_log disable trigger user`);
			await tx.execute(change);
			const state = await verifyAuditChain(tx as never);
			throw Object.assign(new Error('undo'), { state });
		})
		.catch((error: Error & { state?: Awaited<ReturnType<typeof verifyAuditChain>> }) => {
			if (!error.state) throw error;
			return error.state;
		});
}

onEveryDatabase('the audit chain', (world) => {
	beforeAll(async () => {
		for (let n = 1; n <= 10; n++) await write(world, n);
	});

	it('is intact, gapless and says who did what', async () => {
		const person = await givenPerson(world);
		const ctx = world.ctx(person);
		await withTransaction(ctx, (tx) =>
			recordAudit(tx, ctx, {
				action: 'test.thing.read',
				subject: { type: 'thing', id: 'x' },
				personId: person.id
			})
		);
		const rows = await world.db.select().from(auditLog).orderBy(asc(auditLog.seq));
		expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1));
		expect(rows.at(-1)).toMatchObject({
			actorId: person.id,
			actorName: person.name,
			personId: person.id,
			requestId: ctx.requestId
		});
		expect(await verifyAuditChain(world.db)).toMatchObject({ intact: true, entries: rows.length });
	});

	it.each([
		[
			'a changed content',
			sql`update audit_log set after = '{"n": 5000}'::jsonb where seq = 5`,
			{ brokenAt: 5, why: 'content' }
		],
		[
			'another name',
			sql`update audit_log set actor_name = 'nobody' where seq = 3`,
			{ brokenAt: 3, why: 'content' }
		],
		[
			'another time',
			sql`update audit_log set at = at + interval '1 second' where seq = 7`,
			{ brokenAt: 7, why: 'content' }
		],
		[
			'another hash',
			sql`update audit_log set hash = repeat('0', 64) where seq = 4`,
			{ brokenAt: 4, why: 'content' }
		],
		[
			'another link',
			sql`update audit_log set prev_hash = repeat('1', 64) where seq = 6`,
			{ brokenAt: 6, why: 'link' }
		],
		['a removed entry', sql`delete from audit_log where seq = 2`, { brokenAt: 2, why: 'gap' }],
		['a removed beginning', sql`delete from audit_log where seq <= 3`, { brokenAt: 1, why: 'gap' }]
	] as const)('names %s', async (_name, change, found) => {
		expect(await tampered(world, change)).toMatchObject({ intact: false, ...found });
	});

	it('stays gapless when many write at once', async () => {
		const before = await verifyAuditChain(world.db);
		await Promise.all(Array.from({ length: 24 }, (_, n) => write(world, 100 + n)));
		const after = await verifyAuditChain(world.db);
		expect(after).toMatchObject({ intact: true, entries: before.entries + 24 });
	});

	it('has no entry of what was rolled back, and no gap from it', async () => {
		const before = await verifyAuditChain(world.db);
		const undone = withTransaction(world.ctx(), async (tx) => {
			await recordAudit(tx, world.ctx(), {
				action: 'test.thing.done',
				subject: { type: 'thing', id: 'undone' }
			});
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		await write(world, 500);
		expect(await verifyAuditChain(world.db)).toMatchObject({ intact: true, entries: before.entries + 1 });
	});

	it('keeps every kind of value so that its hash can be taken again', async () => {
		const values = [
			0,
			-0,
			1.1,
			1e21,
			1e-7,
			'',
			'é\u2028"\\',
			[],
			{},
			[null],
			{ b: 1, a: { d: [true], c: null } },
			'引号“”',
			undefined
		];
		for (const value of values) await write(world, 600, { value });
		expect(await verifyAuditChain(world.db)).toMatchObject({ intact: true });
	});

	it.each([
		sql`update audit_log set actor_name = 'x' where seq = 1`,
		sql`delete from audit_log where seq = 1`,
		sql`truncate audit_log`
	])('refuses a change (%#)', async (change) => {
		const error = await world.db.execute(change).then(
			() => null,
			(reason: unknown) => reason
		);
		expect(sqlState(error)).toBe('23000');
	});
});

onEveryDatabase('guarded records', (world) => {
	it('have triggers against change, deletion and truncation', async () => {
		const rows = await rowsOf<{ table: string; type: number }>(
			world.db,
			sql`select c.relname as "table", t.tgtype as type from pg_trigger t join pg_class c on c.oid = t.tgrelid
				where not t.tgisinternal and t.tgenabled = 'O'`
		);
		// pg_trigger.tgtype: 8 delete, 16 update, 32 truncate.
		const covered = (table: string) =>
			rows.filter((row) => row.table === table).reduce((all, row) => all | Number(row.type), 0);
		expect(GUARDED.filter((table) => (covered(table) & 56) !== 56)).toEqual([]);
		for (const table of ['decisions', 'attempts']) expect(covered(table) & 24, table).toBe(24);
	});

	it('cannot be truncated, not even through another table', async () => {
		for (const table of ['people', 'units', ...GUARDED]) {
			const error = await world.db.execute(sql.raw(`truncate ${table} cascade`)).then(
				() => null,
				(reason: unknown) => reason
			);
			expect(sqlState(error), table).toBe('23000');
		}
	});
});
