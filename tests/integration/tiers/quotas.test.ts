import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { getQuotas, importQuotas, previewQuotas, setQuota } from '$lib/features/tiers/index.server';
import { loadPlaces } from '$lib/features/tiers/cases/places.server';
import { policyVersions } from '$lib/features/tiers/tables.server';
import { newId } from '$lib/shared/ids';
import { parsePolicy } from '$lib/features/tiers/policy/parse';
import type { Preview } from '$lib/shared/import';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { NOW, TODAY } from './given';

const yaml = `ladder: sales
name: { zh-CN: 营销, en: Sales }
effectiveFrom: 2024-01-01
edition: { zh-CN: 第一版, en: First }
tiers:
  - id: one
    name: { zh-CN: 一星, en: One star }
    requirements: [{ induction: {} }]
  - id: two
    name: { zh-CN: 二星, en: Two stars }
    quota: { places: 3 }
    requirements: [{ induction: {} }]
  - id: three
    name: { zh-CN: 三星, en: Three stars }
    quota: { places: 2, per: branch }
    requirements: [{ induction: {} }]
`;

/** A ladder whose second tier has three places a unit and the third two a branch, unless another number is set. */
async function givenLadder(world: World): Promise<void> {
	await world.db
		.insert(policyVersions)
		.values({
			...{ id: newId(new Date(0)), ladder: 'sales', effectiveFrom: '2024-01-01', yaml, sha256: 'x' },
			...{ content: parsePolicy(yaml, 'sales.yaml'), publishedAt: new Date('2024-01-01T00:00:00Z') }
		})
		.onConflictDoNothing();
}

const inOrder = ({ lines }: Preview) => [...lines].sort((a, b) => a.line - b.line);

onEveryDatabase('quotas', (world) => {
	const officer = async () => world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);
	const input = (unitId: string, places: number | null, validFrom = TODAY) => ({
		...{ unitId, ladder: 'sales', tier: 'two', places, validFrom }
	});

	it('set the places of a unit from a day on, the newest of which counts', async () => {
		await givenLadder(world);
		const ctx = await officer();
		const unit = await givenUnit(world);
		const cell = async () =>
			(await getQuotas(ctx, 'sales')).rows.find(({ unitId }) => unitId === unit.id)!.cells[0];
		expect(await cell()).toMatchObject({ tier: 'two', places: 3, own: false, held: 0, promised: 0 });
		const { id } = await setQuota(ctx, input(unit.id, 5));
		await setQuota(ctx, input(unit.id, 7, '2027-01-01'));
		expect(await cell()).toMatchObject({ places: 5, own: true, later: { places: 7, from: '2027-01-01' } });
		await setQuota(ctx, input(unit.id, null));
		expect(await cell()).toMatchObject({ places: null, own: true });
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(entry).toMatchObject({ action: 'tiers.quota.set', personId: null, after: { places: 5 } });
	});

	it('of the standard hold at its level alone, until a number is set there or above', async () => {
		await givenLadder(world);
		const ctx = await officer();
		const branch = await givenUnit(world);
		const outlet = await givenUnit(world, { parent: branch });
		const tier = { id: 'three', quota: { places: 2, per: 'branch' as const } };
		const limits = async (...unitPaths: string[]) =>
			(await loadPlaces(world.db, { ladder: 'sales', tier, unitPaths, today: TODAY })).map(
				({ unitId, places }) => [unitId, places]
			);
		const shown = async () => {
			const { rows } = await getQuotas(ctx, 'sales');
			const of = (id: string) => rows.find(({ unitId }) => unitId === id)!.cells[1]!.places;
			return [of(branch.parentId!), of(branch.id), of(outlet.id)];
		};
		expect(await limits(outlet.path, branch.path)).toEqual([[branch.id, 2]]);
		expect(await limits('HQ/')).toEqual([]);
		expect(await shown()).toEqual([null, 2, null]);
		await setQuota(ctx, { ...input(outlet.id, 1), tier: 'three' });
		expect(await limits(outlet.path)).toEqual([
			[branch.id, 2],
			[outlet.id, 1]
		]);
		await setQuota(ctx, { ...input(branch.id, 5), tier: 'three' });
		expect(await limits(outlet.path)).toEqual([
			[branch.id, 5],
			[outlet.id, 1]
		]);
		expect(await shown()).toEqual([null, 5, 1]);
	});

	it('count a double click once, and refuse the past, tiers without a quota, and other units and roles', async () => {
		await givenLadder(world);
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const ctx = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine }), NOW);
		const both = await Promise.allSettled([1, 2].map(() => setQuota(ctx, input(mine.id, 4))));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(setQuota(ctx, input(mine.id, 4, '2026-11-20'))).rejects.toMatchObject({
			fields: { validFrom: 'quotas.past' }
		});
		await expect(setQuota(ctx, { ...input(mine.id, 4), tier: 'one' })).rejects.toMatchObject({
			fields: { tier: 'quotas.none' }
		});
		await expect(setQuota(ctx, input(other.id, 4))).rejects.toMatchObject({ kind: 'forbidden' });
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const refused = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			await expect(setQuota(refused, input(mine.id, 9))).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(getQuotas(world.ctx(await givenPerson(world), NOW), 'sales')).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('come in by a file, in words or codes', async () => {
		await givenLadder(world);
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const ctx = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine }), NOW);
		const text = [
			'机构代码,等级,名额,生效日期',
			`${mine.code},二星,8,2026/12/1`,
			`${mine.code},two,,2027-01-01`,
			`${mine.code},二星,9,2026-12-01`,
			`${other.code},二星,8,2026-12-01`,
			`NONE,二星,8,2026-12-01`,
			`${mine.code},一星,8,2026-01-01`
		].join('\n');
		const preview = await previewQuotas(ctx, { ladder: 'sales', text });
		expect(inOrder(preview).map(({ problems }) => problems.map(({ code }) => code))).toEqual([
			[],
			[],
			['app.import.twice'],
			['quotas.outside'],
			['quotas.unknown_unit'],
			['quotas.none', 'quotas.past']
		]);
		// Codes and words alike are shown in the reader's words.
		expect(inOrder(preview).map(({ values }) => values['tier'])).toEqual([
			...['二星', '二星', '二星', '二星', '二星', '一星']
		]);
		expect(await importQuotas(ctx, { ladder: 'sales', text })).toEqual({ entered: 2, left: 4 });
		expect(await importQuotas(ctx, { ladder: 'sales', text })).toEqual({ entered: 0, left: 6 });
	});
});
