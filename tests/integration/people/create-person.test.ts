import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	createPerson,
	createUnit,
	findPeople,
	listPeople,
	updatePerson,
	getPerson
} from '$lib/features/people/index.server';
import { peopleFilter, type CreatePerson } from '$lib/features/people';
import { people, roleGrants } from '$lib/features/people/tables.server';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson, givenRoot, givenUnit } from '../../support/world';

const input = (unitId: string, more: Partial<CreatePerson> = {}): CreatePerson => ({
	employeeNo: 'JH9001',
	name: '高远',
	email: null,
	unitId,
	post: '客户经理',
	bornOn: '1998-01-01',
	hiredOn: '2024-07-01',
	...more
});

onEveryDatabase('create and change a person', (world) => {
	it('brings a person in as a trainee and records it', async () => {
		const unit = await givenUnit(world);
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const { id } = await createPerson(
			world.ctx(hr),
			input(unit.id, { email: 'Gao@bank.example', trainee: true })
		);
		const [person] = await world.db.select().from(people).where(eq(people.id, id));
		expect(person).toMatchObject({
			employeeNo: 'JH9001',
			email: 'gao@bank.example',
			status: 'active',
			version: 1
		});
		const grants = await world.db.select().from(roleGrants).where(eq(roleGrants.personId, id));
		expect(grants).toMatchObject([{ role: 'trainee', validFrom: '2026-03-02', grantedBy: hr.id }]);
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(entry).toMatchObject({ action: 'people.person.create', actorId: hr.id, personId: id });
	});

	it('refuses a taken number or e-mail at its field, also when two come at once', async () => {
		const unit = await givenUnit(world);
		const ctx = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		await createPerson(ctx, input(unit.id, { employeeNo: 'JH9002', email: 'one@bank.example' }));
		await expect(createPerson(ctx, input(unit.id, { employeeNo: 'JH9002' }))).rejects.toMatchObject({
			kind: 'invalid',
			fields: { employeeNo: 'people.person.employee_no_taken' }
		});
		await expect(
			createPerson(ctx, input(unit.id, { employeeNo: 'JH9003', email: 'ONE@bank.example' }))
		).rejects.toMatchObject({
			fields: { email: 'people.person.email_taken' }
		});
		const both = await Promise.allSettled(
			[1, 2].map(() => createPerson(ctx, input(unit.id, { employeeNo: 'JH9004' })))
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('is refused outside the officer’s units, for impossible data and for other roles', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const local = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine }));
		await expect(createPerson(local, input(other.id))).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(createPerson(local, input(mine.id, { bornOn: '2020-01-01' }))).rejects.toMatchObject({
			fields: { bornOn: 'people.person.too_young' }
		});
		await expect(createPerson(local, input('0190a000-0000-7000-8000-000000000009'))).rejects.toMatchObject({
			fields: { unitId: 'app.field.choice' }
		});
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'author'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(createPerson(ctx, input(mine.id))).rejects.toMatchObject({ kind: 'forbidden' });
		}
	});

	it('changes only the version that was opened; of two at once one is told', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world);
		const change = {
			...input(person.unit.id, { employeeNo: person.employeeNo }),
			email: null,
			bornOn: null,
			personId: person.id,
			version: 1
		};
		const both = await Promise.allSettled(
			['主管', '经理'].map((post) => updatePerson(world.ctx(hr), { ...change, post }))
		);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'people.person.stale' }
		});
		const [entry] = await world.db
			.select()
			.from(auditLog)
			.where(and(eq(auditLog.subjectId, person.id), eq(auditLog.action, 'people.person.update')));
		expect(entry?.before).toMatchObject({ post: '客户经理' });
	});

	it('moves nobody into a unit that is not the officer’s, nor changes oneself', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const person = await givenPerson(world, { unit: mine });
		const change = {
			...input(other.id, { employeeNo: person.employeeNo }),
			email: null,
			bornOn: null,
			personId: person.id,
			version: 1
		};
		await expect(updatePerson(world.ctx(hr), change)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(
			updatePerson(world.ctx(hr), { ...change, unitId: mine.id, employeeNo: 'X1', personId: hr.id })
		).rejects.toMatchObject({
			code: 'access.separation.self'
		});
	});
});

onEveryDatabase('look for people', (world) => {
	const filter = (query = '') => peopleFilter(new URLSearchParams(query));

	it('lists, narrows, sorts and pages on the server', async () => {
		const branch = await givenUnit(world, { code: 'B77' });
		const outlet = await givenUnit(world, { code: 'B77X', parent: branch });
		const auditor = world.ctx(await givenPerson(world, { roles: ['auditor'] }));
		for (let i = 0; i < 27; i++) {
			await givenPerson(world, {
				unit: i % 2 ? outlet : branch,
				employeeNo: `L${String(i).padStart(3, '0')}`,
				roles: i === 3 ? ['mentor'] : ['trainee']
			});
		}
		await givenPerson(world, { name: '100%_百', employeeNo: 'M001', status: 'suspended' });
		const page = await listPeople(auditor, filter(`unit=${branch.id}&sort=employeeNo&dir=desc`));
		expect(page).toMatchObject({ total: 27, pageSize: 25 });
		expect(page.rows[0]?.employeeNo).toBe('L026');
		expect((await listPeople(auditor, filter(`unit=${branch.id}&page=2`))).rows).toHaveLength(2);
		expect((await listPeople(auditor, filter(`unit=${outlet.id}`))).total).toBe(13);
		expect((await listPeople(auditor, filter(`unit=${branch.id}&role=mentor`))).rows).toMatchObject([
			{ employeeNo: 'L003', roles: ['mentor'] }
		]);
		expect((await listPeople(auditor, filter('q=%25_'))).rows).toMatchObject([{ name: '100%_百' }]);
		expect((await listPeople(auditor, filter('status=suspended'))).total).toBe(1);
		expect(await findPeople(auditor, { q: 'M001' })).toEqual([]);
		expect(await findPeople(auditor, { q: 'l003', role: 'mentor' })).toMatchObject([{ employeeNo: 'L003' }]);
	});

	it('shows an officer only their units, and a trainee no list', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const stranger = await givenPerson(world, { unit: other });
		const seen = (await listPeople(world.ctx(hr), filter())).rows.map(({ id }) => id);
		expect(seen).toEqual([hr.id]);
		await expect(getPerson(world.ctx(hr), stranger.id)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(getPerson(world.ctx(hr), 'nonsense')).rejects.toMatchObject({ kind: 'not_found' });
		await expect(listPeople(world.ctx(stranger), filter())).rejects.toMatchObject({ kind: 'forbidden' });
		expect(await getPerson(world.ctx(stranger), stranger.id)).toMatchObject({
			isSelf: true,
			may: { update: false, grant: false }
		});
	});
});

onEveryDatabase('create a unit', (world) => {
	describe('below another', () => {
		it('is the administrator’s, once for each code', async () => {
			const root = await givenRoot(world);
			const admin = world.ctx(await givenPerson(world, { roles: ['administrator'] }), NOW);
			const unit = { parentId: root.id, kind: 'branch', code: 'B09', nameZh: '九', nameEn: 'Nine' } as const;
			const { id } = await createUnit(admin, unit);
			await createUnit(admin, { ...unit, parentId: id, code: 'B09O1', kind: 'outlet' });
			await expect(createUnit(admin, unit)).rejects.toMatchObject({
				fields: { code: 'people.unit.code_taken' }
			});
			await expect(createUnit(admin, { ...unit, parentId: null, code: 'X2' })).rejects.toMatchObject({
				code: 'people.unit.root_exists'
			});
			const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
			await expect(createUnit(hr, { ...unit, code: 'B10' })).rejects.toMatchObject({ kind: 'forbidden' });
		});
	});
});
