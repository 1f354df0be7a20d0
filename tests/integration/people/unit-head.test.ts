import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	getPersonSubject,
	headIdsOf,
	listUnitsWithHeads,
	recordDeparture,
	setUnitHead
} from '$lib/features/people/index.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';

const headOf = async (world: World, person: GivenPerson) =>
	headIdsOf(world.db, await getPersonSubject(world.db, person.id));

onEveryDatabase('set unit head', (world) => {
	const administrator = () => givenPerson(world, { roles: ['administrator'] });

	it('names who manages the people of a unit, and whoever manages the head', async () => {
		const admin = world.ctx(await administrator());
		const branch = await givenUnit(world);
		const outlet = await givenUnit(world, { parent: branch });
		const [boss, head, clerk] = [
			await givenPerson(world, { unit: branch }),
			await givenPerson(world, { unit: outlet }),
			await givenPerson(world, { unit: outlet })
		];
		expect(await headOf(world, clerk)).toEqual([]);
		await setUnitHead(admin, { unitId: branch.id, employeeNo: boss.employeeNo });
		expect(await headOf(world, clerk)).toEqual([boss.id]);
		await setUnitHead(admin, { unitId: outlet.id, employeeNo: head.employeeNo });
		expect(await headOf(world, clerk)).toEqual([head.id]);
		expect(await headOf(world, head)).toEqual([boss.id]);
		expect(await headOf(world, boss)).toEqual([]);
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, outlet.id));
		expect(entry).toMatchObject({
			action: 'people.unit.head',
			personId: null,
			before: { headId: null },
			after: { headId: head.id }
		});
		const shown = (await listUnitsWithHeads(admin)).find(({ id }) => id === branch.id);
		expect(shown).toMatchObject({ own: 1, total: 3, head: { name: boss.name, active: true } });

		// A head who has left manages nobody: the unit above does.
		await recordDeparture(world.ctx(), { personId: head.id, lastDay: '2026-03-01', reason: '退休' });
		expect(await headOf(world, clerk)).toEqual([boss.id]);
		await setUnitHead(admin, { unitId: branch.id, employeeNo: null });
		expect(await headOf(world, clerk)).toEqual([]);
	});

	it('tells whoever becomes head, and whoever no longer is, once for each change', async () => {
		const admin = world.ctx(await administrator());
		const unit = await givenUnit(world);
		const [one, two] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
		const toldTo = async ({ id }: GivenPerson) =>
			(await world.db.select().from(notifications).where(eq(notifications.personId, id))).map(
				({ kind }) => kind
			);
		for (const { employeeNo } of [one, one, two, one])
			await setUnitHead(admin, { unitId: unit.id, employeeNo });
		await world.runJobs();
		expect((await toldTo(one)).sort()).toEqual(['units.head', 'units.head', 'units.headNoMore']);
		expect((await toldTo(two)).sort()).toEqual(['units.head', 'units.headNoMore']);
	});

	it('refuses whoever is unknown, away or elsewhere', async () => {
		const admin = world.ctx(await administrator());
		const [unit, other] = [await givenUnit(world), await givenUnit(world)];
		const below = await givenUnit(world, { parent: unit });
		const refusal = (employeeNo: string) =>
			setUnitHead(admin, { unitId: unit.id, employeeNo }).then(
				() => 'done',
				(error) => error.fields.employeeNo
			);
		const number = async (options: Parameters<typeof givenPerson>[1]) =>
			(await givenPerson(world, options)).employeeNo;
		expect(await refusal('NOBODY')).toBe('people.unit.head_unknown');
		expect(await refusal(await number({ unit, status: 'suspended' }))).toBe('people.unit.head_inactive');
		expect(await refusal(await number({ unit: other }))).toBe('people.unit.head_elsewhere');
		expect(await refusal(await number({ unit: below }))).toBe('people.unit.head_elsewhere');
		await expect(
			setUnitHead(admin, { unitId: '0190a000-0000-7000-8000-000000000009', employeeNo: null })
		).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('is for administrators; a list of units for whoever reads their people', async () => {
		const unit = await givenUnit(world);
		for (const role of ['trainee', 'mentor', 'hrOfficer', 'hrApprover', 'auditor'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(setUnitHead(ctx, { unitId: unit.id, employeeNo: null })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		await expect(listUnitsWithHeads(world.ctx(await givenPerson(world)))).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: unit, unit });
		expect((await listUnitsWithHeads(world.ctx(hr))).map(({ id }) => id)).toEqual([unit.id]);
	});
});
