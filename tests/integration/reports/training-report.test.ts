import { expect, it } from 'vitest';
import { setRequirement } from '$lib/features/credit/index.server';
import { exportTraining, getTrainingReport } from '$lib/features/reports/index.server';
import { listActions } from '$lib/features/audit/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenCredit, on } from '../credit/given';
import { givenCompletion } from '../tiers/given';

const YEAR = { unit: null, from: '2026-01-01', to: '2026-12-31' };
const NOW = on('2026-11-21');

onEveryDatabase('training report', (world) => {
	const scene = async () => {
		const branch = await givenUnit(world);
		const outlet = await givenUnit(world, { parent: branch });
		const officer = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: branch });
		const one = await givenPerson(world, { unit: branch, name: '=1+1' });
		const two = await givenPerson(world, { unit: outlet });
		await givenPerson(world, { unit: outlet, status: 'left' });
		await givenPerson(world, { unit: outlet, roles: ['hrOfficer'] });
		await givenCompletion(world, one, 'knowing-the-customer', '2026-02-01');
		await givenCompletion(world, two, 'knowing-the-customer', '2025-02-01');
		await givenCredit(world, two, { minutes: 600 });
		return { branch, outlet, officer, one, two };
	};

	it('counts trainees of the reader’s units by unit, module, month, area and method', async () => {
		const { branch, outlet, officer } = await scene();
		await setRequirement(world.ctx(undefined, NOW), {
			...{ year: 2026, minutes: 600, parts: [{ area: 'law' as const, minutes: 600 }] }
		});
		const report = await getTrainingReport(world.ctx(officer, NOW), YEAR);
		expect(report.total).toEqual({ people: 2, learners: 1, completions: 1, minutes: 660, met: 1 });
		expect(report.byUnit).toMatchObject([
			{ id: branch.id, people: 1, learners: 1, minutes: 60, met: 0 },
			{ id: outlet.id, people: 1, learners: 0, minutes: 600, met: 1 }
		]);
		const module = report.byModule.find(({ code }) => code === 'knowing-the-customer');
		expect(module).toMatchObject({ begun: 2, completed: 2, inPeriod: 1 });
		expect(report.byMonth).toHaveLength(12);
		expect(report.byMonth[1]).toEqual({ month: '2026-02', completions: 1, minutes: 60 });
		expect(report.byMonth[2]).toEqual({ month: '2026-03', completions: 0, minutes: 600 });
		expect(report.hours.areas).toMatchObject([
			{ area: 'law', minutes: 600, by: { classroom: 600 } },
			{ area: 'marketing', minutes: 60, by: { online: 60 } }
		]);
		const below = await getTrainingReport(world.ctx(officer, NOW), { ...YEAR, unit: outlet.id });
		expect(below.total.people).toBe(1);
	});

	it('asks the same number of queries whoever is counted', async () => {
		const { officer } = await scene();
		const asked = async () => {
			let queries = 0;
			const ctx = world.ctx(officer, NOW);
			const db = new Proxy(ctx.db, {
				get(target, name, receiver) {
					if (name === 'execute' || name === 'select') queries++;
					return Reflect.get(target, name, receiver) as unknown;
				}
			});
			await getTrainingReport({ ...ctx, db }, YEAR);
			return queries;
		};
		const few = await asked();
		for (let i = 0; i < 5; i++) await givenPerson(world, { unit: officer.unit });
		expect(await asked()).toBe(few);
		expect(few).toBeLessThan(10);
	});

	it('is not for those who read only their own, and shows nobody outside the unit', async () => {
		const { two, outlet } = await scene();
		for (const roles of [['trainee'], ['mentor'], ['author'], ['administrator']] as const) {
			const other = await givenPerson(world, { roles });
			await expect(getTrainingReport(world.ctx(other, NOW), YEAR)).rejects.toMatchObject({
				kind: 'forbidden'
			});
			await expect(exportTraining(world.ctx(other, NOW), YEAR, 'csv')).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		const elsewhere = await givenUnit(world);
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: elsewhere });
		const text = await csv(world.ctx(stranger, NOW), { ...YEAR, unit: outlet.id });
		expect(text).not.toContain(two.employeeNo);
		const none = await getTrainingReport(world.ctx(stranger, NOW), { ...YEAR, unit: outlet.id });
		expect(none.total.people).toBe(0);
		expect(none.units.some(({ id }) => id === outlet.id)).toBe(false);
	});

	it('is taken away as CSV and as a workbook, without formulas, and that is recorded', async () => {
		const { officer, one, two } = await scene();
		const ctx = world.ctx(officer, NOW);
		const text = await csv(ctx, YEAR);
		expect(text.startsWith('\uFEFF')).toBe(true);
		expect(text).toContain(`${one.employeeNo},'=1+1,`);
		expect(text).toContain(two.employeeNo);
		const workbook = await exportTraining(ctx, YEAR, 'xlsx');
		expect(Buffer.from(workbook.subarray(0, 2)).toString()).toBe('PK');
		expect(workbook.length).toBeGreaterThan(2000);
		expect(await listActions(world.ctx(await givenPerson(world, { roles: ['auditor'] }), NOW))).toContain(
			'reports.training.export'
		);
	});

	async function csv(
		...[ctx, filter]: [
			Parameters<typeof exportTraining>[0],
			typeof YEAR | { unit: string; from: string; to: string }
		]
	) {
		// A decoder would take the mark away.
		return Buffer.from(await exportTraining(ctx, filter, 'csv')).toString('utf8');
	}
});
