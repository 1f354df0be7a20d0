import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	countPairings,
	disputeShadowing,
	endPairing,
	exportEvidence,
	exportPairings,
	listPairings,
	listUnpaired,
	logShadowing,
	readPairingFilter
} from '$lib/features/mentoring/index.server';
import { pairings } from '$lib/features/mentoring/tables.server';
import type { Health } from '$lib/features/mentoring';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenPairing, givenUnsigned, on, session, signForBoth } from './story';

const filter = (query = '') => readPairingFilter(new URLSearchParams(query));

/** A pairing of each kind as it stands on 10 March 2026, by its health. */
async function givenEach(world: World): Promise<{ hr: GivenPerson; ids: Map<Health, string> }> {
	const hr = await givenPerson(world, { roles: ['hrOfficer'] });
	const ids = new Map<Health, string>();
	const logged = async (day: string) => {
		const pairing = await givenPairing(world);
		const entry = await logShadowing(
			world.ctx(pairing.mentor, on(day)),
			session(pairing.id, { occurredOn: day })
		);
		return { ...pairing, entryId: entry.id };
	};
	const set = (id: string, dates: Partial<typeof pairings.$inferInsert>) =>
		world.db.update(pairings).set(dates).where(eq(pairings.id, id));
	ids.set('onTrack', (await logged('2026-03-01')).id);
	ids.set('quiet', (await logged('2026-01-20')).id);
	ids.set('unsigned', (await givenUnsigned(world)).id);
	const ending = await logged('2026-03-02');
	await set(ending.id, { endsOn: '2026-04-01' });
	ids.set('ending', ending.id);
	const overdue = await logged('2026-03-02');
	await set(overdue.id, { endsOn: '2026-03-05' });
	ids.set('overdue', overdue.id);
	const planned = await givenPairing(world);
	await set(planned.id, { startsOn: '2026-03-20' });
	ids.set('planned', planned.id);
	const disputed = await logged('2026-03-02');
	await disputeShadowing(world.ctx(disputed.trainee, on('2026-03-03')), {
		...{ entryId: disputed.entryId, reason: '当天请假' }
	});
	ids.set('disputed', disputed.id);
	const ended = await givenPairing(world);
	await endPairing(world.ctx(hr, on('2026-03-01')), { pairingId: ended.id, reason: 'hr', note: '岗位调整' });
	ids.set('ended', ended.id);
	return { hr, ids };
}

onEveryDatabase('pairings at a glance', (world) => {
	it('say in SQL and in code how each stands, and count them', async () => {
		const { hr, ids } = await givenEach(world);
		const ctx = world.ctx(hr, on('2026-03-10'));
		const counts = await countPairings(ctx, filter());
		for (const [health, id] of ids) {
			const { rows, total } = await listPairings(ctx, filter(`state=${health}`));
			expect(rows.every((row) => row.health === health)).toBe(true);
			expect(rows.map((row) => row.id)).toContain(id);
			expect(counts[health]).toBe(total);
		}
		const { total } = await listPairings(ctx, filter('state=all'));
		expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
		const stranger = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(countPairings(world.ctx(stranger), filter())).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('name the trainees who have no mentor', async () => {
		const { hr, trainee, id } = await givenPairing(world);
		const alone = await givenPerson(world, { roles: ['trainee'] });
		const ctx = world.ctx(hr, on('2026-02-01'));
		const named = async () => (await listUnpaired(ctx, filter(), 500)).rows.map((row) => row.id);
		expect(await named()).toContain(alone.id);
		expect(await named()).not.toContain(trainee.id);
		await endPairing(ctx, { pairingId: id, reason: 'completed' });
		expect(await named()).toContain(trainee.id);
		await expect(listUnpaired(world.ctx(alone), filter())).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('are taken away as CSV and as a workbook, and that is recorded', async () => {
		const { hr, trainee } = await givenPairing(world);
		const ctx = world.ctx(hr, on('2026-02-01'));
		const csv = new TextDecoder().decode(await exportPairings(ctx, filter('state=all'), 'csv'));
		expect(csv).toContain(trainee.employeeNo);
		const xlsx = await exportPairings(ctx, filter(), 'xlsx');
		expect(Buffer.from(xlsx.subarray(0, 2)).toString()).toBe('PK');
		const audited = await world.db
			.select()
			.from(auditLog)
			.where(eq(auditLog.action, 'mentoring.pairings.export'));
		expect(audited).toHaveLength(2);
		await expect(exportPairings(world.ctx(trainee), filter(), 'csv')).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('have an evidence report for those who may read them', async () => {
		const { hr, trainee, mentor, id } = await givenPairing(world);
		await logShadowing(world.ctx(mentor, on('2026-01-10')), session(id));
		const ctx = world.ctx(trainee, on('2026-02-01'));
		const { name, bytes } = await exportEvidence(ctx, id);
		expect(name).toMatch(/^pairing-.*\.pdf$/);
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		await exportEvidence(world.ctx(hr, on('2026-02-01')), id, { staff: true });
		await expect(exportEvidence(ctx, id, { staff: true })).rejects.toMatchObject({ kind: 'forbidden' });
		const stranger = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(exportEvidence(world.ctx(stranger), id)).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('that have ended still let what waits be answered', async () => {
		const given = await givenUnsigned(world);
		await signForBoth(world, given);
		const entry = await logShadowing(world.ctx(given.mentor, on('2026-01-10')), session(given.id));
		await endPairing(world.ctx(given.hr, on('2026-01-12')), { pairingId: given.id, reason: 'transfer' });
		await disputeShadowing(world.ctx(given.trainee, on('2026-01-13')), {
			entryId: entry.id,
			reason: '时长不符'
		});
	});
});
