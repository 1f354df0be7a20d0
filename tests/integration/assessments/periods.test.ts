import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createPeriod, getPeriod, listPeriods } from '$lib/features/assessments/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { indicators, NOW } from './given';

onEveryDatabase('create period', (world) => {
	const input = { nameZh: '上半年', nameEn: 'H1', startsOn: '2026-01-01', endsOn: '2026-06-30', indicators };
	const officer = async () => world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);

	it('adds a period with its indicators, once a day', async () => {
		const ctx = await officer();
		const both = await Promise.allSettled([createPeriod(ctx, input), createPeriod(ctx, input)]);
		const done = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
		expect(done).toHaveLength(1);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { fields: { endsOn: 'assessments.period.taken' } }
		});
		expect((await getPeriod(ctx, done[0]!)).indicators.map(({ id, weight }) => [id, weight])).toEqual([
			['results', 40],
			['development', 25],
			['service', 15],
			['risk', 20]
		]);
		expect(await listPeriods(ctx)).toMatchObject([{ id: done[0], results: 0, average: null }]);
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, done[0]!));
		expect(entries).toMatchObject([{ action: 'assessments.period.manage', personId: null }]);
	});

	it('refuses weights that are not whole, no indicator, and dates that run backwards', async () => {
		const ctx = await officer();
		const light = { ...indicators, 0: { ...indicators['0']!, weight: 39 } };
		await expect(createPeriod(ctx, { ...input, indicators: light })).rejects.toMatchObject({
			code: 'assessments.period.weights'
		});
		await expect(createPeriod(ctx, { ...input, indicators: {} })).rejects.toMatchObject({
			code: 'assessments.period.no_indicator'
		});
		await expect(createPeriod(ctx, { ...input, endsOn: '2026-01-01' })).rejects.toMatchObject({
			fields: { endsOn: 'assessments.period.dates' }
		});
	});

	it('is for HR officers', async () => {
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			await expect(createPeriod(ctx, { ...input, endsOn: '2027-06-30' })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		await expect(listPeriods(world.ctx(await givenPerson(world), NOW))).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});
});
