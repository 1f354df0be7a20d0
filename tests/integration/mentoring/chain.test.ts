import { sql, type SQL } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { countersignShadowing, logShadowing, verifyPairingChain } from '$lib/features/mentoring/index.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenEntry, on, REFLECTION, session } from './story';

/** Changes rows as only somebody with the database in their hands can: past the triggers. */
async function tamper(
	world: World,
	table: 'shadowing_entries' | 'shadowing_signatures',
	change: SQL
): Promise<void> {
	const trigger = sql.identifier(`${table}_unchanging`);
	await world.db.execute(sql`alter table ${sql.identifier(table)} disable trigger ${trigger}`);
	await world.db.execute(change);
	await world.db.execute(sql`alter table ${sql.identifier(table)} enable trigger ${trigger}`);
}

async function givenChain(world: World) {
	const story = await givenEntry(world);
	await countersignShadowing(world.ctx(story.trainee, on('2026-01-11')), {
		entryId: story.entryId,
		reflection: REFLECTION
	});
	await logShadowing(
		world.ctx(story.mentor, on('2026-01-12')),
		session(story.id, { occurredOn: '2026-01-12' })
	);
	expect(await verifyPairingChain(world.db, story.id)).toMatchObject({ intact: true, signatures: 5 });
	return story;
}

onEveryDatabase('signature chain', (world) => {
	it('lets nobody change or delete what is signed', async () => {
		const { entryId } = await givenChain(world);
		for (const change of [
			sql`update shadowing_entries set minutes = 600 where id = ${entryId}`,
			sql`delete from shadowing_signatures where entry_id = ${entryId}`,
			sql`update shadowing_signatures set words = 'x' where entry_id = ${entryId}`
		]) {
			await expect(world.db.execute(change)).rejects.toThrow();
		}
	});

	it('names an entry that was changed', async () => {
		const { id, entryId } = await givenChain(world);
		await tamper(
			world,
			'shadowing_entries',
			sql`update shadowing_entries set minutes = 600 where id = ${entryId}`
		);
		expect(await verifyPairingChain(world.db, id)).toMatchObject({
			intact: false,
			why: 'content',
			row: { table: 'shadowing_entries', id: entryId, position: 3 }
		});
	});

	it('names a signature that was changed', async () => {
		const { id } = await givenChain(world);
		await tamper(
			world,
			'shadowing_signatures',
			sql`update shadowing_signatures set words = '没有收获' where pairing_id = ${id} and position = 4`
		);
		expect(await verifyPairingChain(world.db, id)).toMatchObject({
			intact: false,
			why: 'signature',
			row: { position: 4 }
		});
	});

	it('notices a signature taken out, and an entry slipped in', async () => {
		const gone = await givenChain(world);
		await tamper(
			world,
			'shadowing_signatures',
			sql`delete from shadowing_signatures where pairing_id = ${gone.id} and position = 4`
		);
		expect(await verifyPairingChain(world.db, gone.id)).toMatchObject({
			intact: false,
			why: 'gap',
			row: { position: 5 }
		});
		const slipped = await givenChain(world);
		await world.db.execute(sql`insert into shadowing_entries
			(id, pairing_id, occurred_on, minutes, steps, rubric, note, content_hash, created_at)
			select gen_random_uuid(), pairing_id, occurred_on, 600, steps, rubric, note, content_hash, created_at
			from shadowing_entries where id = ${slipped.entryId}`);
		expect(await verifyPairingChain(world.db, slipped.id)).toMatchObject({ intact: false, why: 'unsigned' });
	});
});
