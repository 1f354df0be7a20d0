import { PNG } from 'pngjs';
import { sql, type SQL } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	countersignShadowing,
	disputeShadowing,
	logShadowing,
	settleShadowing,
	verifyAllChains,
	verifyPairingChain,
	type PairingChain
} from '$lib/features/mentoring/index.server';
import { rowsOf, type Database } from '$lib/server/db/database';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPairing, on, REFLECTION, session } from './story';

/** What a column is changed to, by its type: the smallest change that there is. */
const other: Record<string, (column: SQL) => SQL> = {
	uuid: () => sql`gen_random_uuid()`,
	text: (c) => sql`coalesce(${c}, '') || 'x'`,
	integer: (c) => sql`coalesce(${c}, 0) + 1`,
	date: (c) => sql`${c} + 1`,
	'timestamp with time zone': (c) => sql`coalesce(${c}, '2026-01-01') + interval '1 microsecond'`,
	jsonb: (c) => sql`coalesce(${c}, '{}') || '{"x": 1}'`,
	ARRAY: (c) => sql`array_append(${c}, 7)`
};

class Undo extends Error {}

/** Changes rows past every trigger, as only somebody with the database in their hands can; then takes it back. */
async function after(
	world: World,
	pairingId: string,
	change: SQL,
	options: { bytes?: boolean } = {}
): Promise<PairingChain> {
	let chain: PairingChain | undefined;
	await world.db
		.transaction(async (tx) => {
			await tx.execute(sql`set local session_replication_role = replica`);
			// Nor do the database's own rules help: a place is taken once, one thing is signed.
			await tx.execute(sql`alter table shadowing_signatures
				drop constraint shadowing_signatures_chain, drop constraint shadowing_signatures_subject`);
			await tx.execute(change);
			chain = await verifyPairingChain(tx as unknown as Database, pairingId, options);
			throw new Undo();
		})
		.catch((error: unknown) => {
			if (!(error instanceof Undo)) throw error;
		});
	return chain!;
}

const picture = () => {
	const png = new PNG({ width: 2, height: 2 });
	png.data.fill(200);
	return { name: 'photo.png', bytes: new Uint8Array(PNG.sync.write(png)) };
};

/** A chain with everything that can be signed: an agreement, entries of both sides, every act, pictures. */
async function givenEverything(world: World) {
	const { hr, trainee, mentor, id } = await givenPairing(world);
	const asMentor = (day: string) => world.ctx(mentor, on(day));
	const asTrainee = (day: string) => world.ctx(trainee, on(day));
	const whole = {
		...{ startedAt: '09:00', minutes: 45, meeting: 'visit' as const },
		...{ pictures: [picture()] }
	};
	const first = await logShadowing(
		asMentor('2026-01-10'),
		session(id, { ...whole, deviceId: crypto.randomUUID() })
	);
	await countersignShadowing(asTrainee('2026-01-11'), { entryId: first.id, reflection: REFLECTION });
	const own = { rubric: {}, note: REFLECTION };
	const second = await logShadowing(
		asTrainee('2026-01-12'),
		session(id, { ...own, occurredOn: '2026-01-12' })
	);
	await countersignShadowing(asMentor('2026-01-13'), {
		entryId: second.id,
		reflection: '',
		rubric: { skill: 3 }
	});
	const third = await logShadowing(
		asTrainee('2026-01-14'),
		session(id, { ...own, occurredOn: '2026-01-14' })
	);
	await disputeShadowing(asMentor('2026-01-15'), { entryId: third.id, reason: '当天没有跟班' });
	await settleShadowing(world.ctx(hr, on('2026-01-16')), {
		entryId: third.id,
		counted: true,
		reason: '有门禁记录'
	});
	await logShadowing(asMentor('2026-01-17'), session(id, { occurredOn: '2026-01-17' }));
	expect(await verifyPairingChain(world.db, id, { bytes: true })).toMatchObject({
		intact: true,
		signatures: 10
	});
	return { id, entryId: first.id };
}

onEveryDatabase('what is signed', (world) => {
	it('shows every change of every column of every row, and names the row', async () => {
		const { id } = await givenEverything(world);
		for (const table of ['shadowing_entries', 'shadowing_signatures', 'pairing_agreements']) {
			const columns = await rowsOf<{ name: string; type: string }>(
				world.db,
				sql`select column_name as name, data_type as type from information_schema.columns where table_name = ${table}`
			);
			const rows = await rowsOf<{ id: string; last: boolean }>(
				world.db,
				sql`select id, false as last from ${sql.identifier(table)} where pairing_id = ${id}`
			);
			expect(columns.length).toBeGreaterThan(6);
			for (const { name, type } of columns) {
				const row = rows[(name.length * 7) % rows.length]!;
				const column = sql.identifier(name);
				const chain = await after(
					world,
					id,
					sql`update ${sql.identifier(table)} set ${column} = ${other[type]!(sql`${column}`)} where id = ${row.id}`
				);
				expect(chain, `${table}.${name}`).toMatchObject({ intact: false });
				// What no longer stands where it stood is named by its place; anything else by its id.
				if (['id', 'pairing_id', 'position', 'entry_id', 'agreement_id'].includes(name)) continue;
				expect(chain, `${table}.${name}`).toMatchObject({ row: { id: row.id, table } });
			}
		}
	});

	it('shows a signature moved, doubled or taken out of the middle', async () => {
		const { id } = await givenEverything(world);
		const where = sql`where pairing_id = ${id} and`;
		const broken = async (change: SQL) =>
			expect(await after(world, id, change)).toMatchObject({ intact: false });
		await broken(sql`delete from shadowing_signatures ${where} position = 4`);
		await broken(sql`update shadowing_signatures set position = 9 - position ${where} position in (4, 5)`);
		await broken(sql`update shadowing_signatures set position = position + 1 ${where} position >= 6`);
		await broken(sql`update shadowing_signatures set position = 5 ${where} position = 6`);
		await broken(sql`delete from shadowing_entries where pairing_id = ${id} and occurred_on = '2026-01-12'`);
	});

	it('covers the pictures: one changed, taken away or added', async () => {
		const { id, entryId } = await givenEverything(world);
		const file = sql`(select file_id from shadowing_pictures where entry_id = ${entryId})`;
		const changes: SQL[] = [
			sql`delete from shadowing_pictures where entry_id = ${entryId}`,
			sql`update files set sha256 = repeat('0', 64) where id = ${file}`,
			sql`insert into shadowing_pictures (entry_id, file_id) select e.id, ${file} from shadowing_entries e
				where e.pairing_id = ${id} and e.occurred_on = '2026-01-12'`
		];
		for (const change of changes) {
			expect(await after(world, id, change)).toMatchObject({ intact: false, why: 'content' });
		}
		const bytes = sql`update file_chunks set bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1) where file_id = ${file}`;
		expect(await after(world, id, bytes, { bytes: true })).toMatchObject({
			intact: false,
			row: { table: 'shadowing_entries', id: entryId }
		});
	});

	it('is verified for all pairings at once', async () => {
		const { id } = await givenEverything(world);
		expect(await verifyAllChains(world.db, id)).toEqual({ chains: 1, signatures: 10, broken: [] });
		const all = await verifyAllChains(world.db);
		expect(all.chains).toBeGreaterThan(1);
		expect(all.broken).toEqual([]);
	});
});
