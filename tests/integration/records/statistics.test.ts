import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { items, itemVersions } from '$lib/features/bank/tables.server';
import {
	attemptPapers,
	attemptResults,
	attempts,
	resultHolds,
	sittings
} from '$lib/features/exams/tables.server';
import { exportExamStatistics, getExamStatistics } from '$lib/features/records/index.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenUnit } from '../../support/world';
import { givenSitting } from '../certificates/given';
import { givenBank } from '../exams/given';

const NOW = new Date('2026-03-01T02:00:00Z');

interface Sat {
	of: number;
	passed: number;
	hiredOn?: string;
	/** Whether candidates know their results. */
	known?: boolean;
	/** How many had an item of 4 marks all right, the others all wrong; perhaps by a corrected key. */
	item?: { id: string; right: number; correctionId?: string };
}

/** People of a unit who sat an exam, with results as marking writes them. */
async function givenSat(world: World, sittingId: string, unit: GivenUnit, sat: Sat): Promise<string[]> {
	const { of, passed, hiredOn = '2024-05-01', known = true, item } = sat;
	const ids: string[] = [];
	for (let i = 0; i < of; i++) {
		const { id: personId } = await givenPerson(world, { unit, hiredOn });
		const id = newId(NOW);
		ids.push(id);
		await world.db.insert(attemptPapers).values({ id, sittingId, personId, seed: 'test', drawnAt: NOW });
		await world.db.insert(attempts).values({
			...{ id, sittingId, personId, startedAt: NOW, endsAt: NOW, handedInAt: NOW },
			handedInBy: 'candidate'
		});
		const { id: itemVersionId, right, ...by } = item ?? { id: '', right: 0 };
		const mark = { position: 1, area: 'law', marks: 4, itemVersionId, ...by };
		await world.db.insert(attemptResults).values({
			...{ attemptId: id, earnedHundredths: 0, maxScore: 4, tenths: 0, passed: i < passed },
			marks: item ? [{ ...mark, earnedHundredths: i < right ? 400 : 0 }] : [],
			...{ rule: 'test', markedOn: '2026-03-01', markedAt: NOW, releasedAt: known ? NOW : null }
		});
	}
	return ids;
}

const groupsOf = (told: { groups: { name: { en: string }; candidates: number; passed: number }[] } | null) =>
	told?.groups.map(({ name, candidates, passed }) => [name.en, candidates, passed]);

onEveryDatabase('statistics over sittings', (world) => {
	it('are of released results that stand, and never of fewer than five people', async () => {
		const [north, south, west] = [
			await givenUnit(world, { nameEn: 'North' }),
			await givenUnit(world, { nameEn: 'South' }),
			await givenUnit(world, { nameEn: 'West' })
		];
		const outlet = await givenUnit(world, { parent: north });
		const ladder = 'unit-test';
		const first = await givenSitting(world, { ladder, tier: 'senior' });
		const second = await givenSitting(world, { ladder, tier: 'senior' });
		const hidden = await givenSitting(world, { ladder, tier: 'senior', released: false });
		await givenSat(world, first, north, { of: 6, passed: 3 });
		await givenSat(world, first, outlet, { of: 2, passed: 1 });
		await givenSat(world, second, south, { of: 7, passed: 7, hiredOn: '2025-01-01' });
		await givenSat(world, second, west, { of: 3, passed: 0, hiredOn: '2025-01-01' });
		const [annulled] = await givenSat(world, second, south, { of: 1, passed: 0 });
		await givenSat(world, hidden, north, { of: 9, passed: 9, known: false });
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		await world.db.insert(resultHolds).values({
			...{ id: newId(NOW), attemptId: annulled!, reason: '替考', raisedBy: officer.id, raisedAt: NOW },
			...{ decision: 'annulled', decisionReason: '替考', decidedBy: officer.id, decidedAt: NOW }
		});
		const rehearsal = await givenSitting(world, { ladder, tier: 'senior' });
		await world.db.update(sittings).set({ rehearsal: true }).where(eq(sittings.id, rehearsal));
		await givenSat(world, rehearsal, north, { of: 5, passed: 5 });

		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const ctx = world.ctx(auditor, NOW);
		const all = await getExamStatistics(ctx, { tier: `${ladder}/senior` });
		expect(all.tier).toBe(`${ladder}/senior`);
		expect(all.sittings?.groups.map(({ id, candidates, passed }) => [id, candidates, passed])).toEqual(
			expect.arrayContaining([
				[first, 8, 4],
				[second, 10, 7]
			])
		);
		expect(all.sittings?.others).toBeNull();
		// Three of the west would be found by taking the others from the whole: the next smallest goes with them.
		expect(groupsOf(all.units)).toEqual([['North', 8, 4]]);
		expect(all.units?.others).toEqual({ candidates: 10, passed: 7 });
		expect(groupsOf(all.cohorts)).toEqual([
			['2024', 8, 4],
			['2025', 10, 7]
		]);
		const csv = new TextDecoder().decode(
			await exportExamStatistics(ctx, { tier: `${ladder}/senior`, format: 'csv' })
		);
		expect(csv).toContain(',8,4,0.5,');
		expect(csv).not.toMatch(/West|W3机构/);
		const book = await exportExamStatistics(ctx, { tier: `${ladder}/senior`, format: 'xlsx' });
		expect(new TextDecoder('latin1').decode(book.slice(0, 2))).toBe('PK');

		// An approver of the north knows of the north alone.
		const approver = await givenPerson(world, { roles: ['hrApprover'], roleUnit: north });
		const own = await getExamStatistics(world.ctx(approver, NOW), { tier: `${ladder}/senior` });
		expect(groupsOf(own.units)).toEqual([['North', 8, 4]]);
		expect(own.sittings?.groups).toHaveLength(1);
		const west2 = await givenPerson(world, { roles: ['hrApprover'], roleUnit: west });
		expect(await getExamStatistics(world.ctx(west2, NOW), { tier: `${ladder}/senior` })).toMatchObject({
			...{ units: null, cohorts: null, sittings: null }
		});
		const trainee = await givenPerson(world);
		await expect(getExamStatistics(world.ctx(trainee, NOW), { tier: '' })).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('tell how items moved from sitting to sitting, and flag what moved by more than its error', async () => {
		await givenBank(world);
		const [version] = await world.db
			.select({ id: itemVersions.id, code: items.code })
			.from(itemVersions)
			.innerJoin(items, eq(items.id, itemVersions.itemId))
			.limit(1);
		const unit = await givenUnit(world);
		const ladder = 'drift-test';
		const earlier = await givenSitting(world, { ladder, tier: 'manager' });
		const later = await givenSitting(world, { ladder, tier: 'manager' });
		await world.db
			.update(sittings)
			.set({ opensAt: new Date('2026-02-01T02:00:00Z') })
			.where(eq(sittings.id, later));
		await givenSat(world, earlier, unit, { of: 30, passed: 15, item: { id: version!.id, right: 9 } });
		await givenSat(world, later, unit, { of: 30, passed: 15, item: { id: version!.id, right: 27 } });
		const tier = `${ladder}/manager`;
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const { drifts } = await getExamStatistics(world.ctx(auditor, NOW), { tier });
		expect(drifts).toHaveLength(1);
		expect(drifts![0]).toMatchObject({ code: version!.code, drift: { flagged: true } });
		expect(drifts![0]!.sittings.map(({ mean, candidates }) => [mean, candidates])).toEqual([
			[0.3, 30],
			[0.9, 30]
		]);
		expect(drifts![0]!.drift.moved).toBeCloseTo(0.6, 12);
		// √(0.3·0.7/29 + 0.9·0.1/29)
		expect(drifts![0]!.drift.error).toBeCloseTo(0.10171, 6);

		// What was marked by a corrected key would show the key's move.
		const corrected = await givenSitting(world, { ladder, tier: 'manager' });
		const item = { id: version!.id, right: 0, correctionId: newId(NOW) };
		await givenSat(world, corrected, unit, { of: 30, passed: 15, item });
		const again = await getExamStatistics(world.ctx(auditor, NOW), { tier });
		expect(again.drifts![0]!.sittings).toHaveLength(2);
	});
});
