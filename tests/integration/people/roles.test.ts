import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { roleNames, roles } from '$lib/access/roles';
import { grantRole, listGrants, revokeRole } from '$lib/features/people/index.server';
import { roleGrants } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';

const TODAY = '2026-03-02';

onEveryDatabase('grant and revoke roles', (world) => {
	it('follows who may grant what', async () => {
		for (const granter of ['hrOfficer', 'administrator', 'hrApprover', 'auditor', 'trainee'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [granter] }));
			for (const role of roleNames) {
				const person = await givenPerson(world, { roles: [] });
				const granted = grantRole(ctx, { personId: person.id, role, validFrom: TODAY });
				if (roles[role].grantedBy.includes(granter)) await expect(granted).resolves.toHaveProperty('id');
				else await expect(granted).rejects.toMatchObject({ kind: 'forbidden' });
			}
		}
	});

	it('gives nobody a role for themselves, for the past, beyond the units they read, or for a wrong unit', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const grant = { role: 'mentor', validFrom: TODAY } as const;
		await expect(grantRole(world.ctx(hr), { ...grant, personId: hr.id })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const stranger = await givenPerson(world, { unit: other });
		await expect(grantRole(world.ctx(hr), { ...grant, personId: stranger.id })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const person = await givenPerson(world, { unit: mine });
		await expect(
			grantRole(world.ctx(hr), { ...grant, personId: person.id, validFrom: '2026-03-01' })
		).rejects.toMatchObject({
			fields: { validFrom: 'people.role.past' }
		});
		await expect(
			grantRole(world.ctx(hr), { ...grant, personId: person.id, unitId: mine.id })
		).rejects.toMatchObject({
			code: 'people.role.unscoped'
		});
		const left = await givenPerson(world, { unit: mine, status: 'left' });
		await expect(grantRole(world.ctx(hr), { ...grant, personId: left.id })).rejects.toMatchObject({
			code: 'people.person.left'
		});
	});

	it('never lets auditing and writing meet, even when both are granted at once', async () => {
		const admin = world.ctx(await givenPerson(world, { roles: ['administrator'] }));
		const person = await givenPerson(world, { roles: ['trainee'] });
		const both = await Promise.allSettled(
			(['auditor', 'hrOfficer'] as const).map((role) =>
				grantRole(admin, { personId: person.id, role, validFrom: TODAY })
			)
		);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'people.role.auditor_writes' }
		});
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('grants one role once when asked twice at a time', async () => {
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const person = await givenPerson(world, { roles: [] });
		const both = await Promise.allSettled(
			[1, 2].map(() => grantRole(hr, { personId: person.id, role: 'mentor', validFrom: TODAY }))
		);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'people.role.held' }
		});
	});

	it('revokes once, keeps the grant, and only for those who could grant it', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world, { roles: ['mentor', 'author'] });
		const { grants } = await listGrants(world.ctx(hr), person.id);
		const mentor = grants.find(({ role }) => role === 'mentor')!;
		const author = grants.find(({ role }) => role === 'author')!;
		expect([mentor.mayRevoke, author.mayRevoke]).toEqual([true, false]);
		await revokeRole(world.ctx(hr), { grantId: mentor.id });
		await expect(revokeRole(world.ctx(hr), { grantId: mentor.id })).rejects.toMatchObject({
			code: 'people.role.revoked'
		});
		await expect(revokeRole(world.ctx(hr), { grantId: author.id })).rejects.toMatchObject({
			code: 'people.role.beyond'
		});
		const after = (await listGrants(world.ctx(hr), person.id)).grants;
		expect(after.find(({ id }) => id === mentor.id)).toMatchObject({ state: 'revoked', revokedBy: hr.name });
	});

	it('leaves one administrator, also when two remove each other', async () => {
		await world.db
			.update(roleGrants)
			.set({ revokedAt: new Date() })
			.where(eq(roleGrants.role, 'administrator'));
		const [a, b] = [
			await givenPerson(world, { roles: ['administrator'] }),
			await givenPerson(world, { roles: ['administrator'] })
		];
		const idOf = async (personId: string) =>
			(await world.db.select().from(roleGrants).where(eq(roleGrants.personId, personId)))[0]!.id;
		const [grantA, grantB] = [await idOf(a.id), await idOf(b.id)];
		const both = await Promise.allSettled([
			revokeRole(world.ctx(a), { grantId: grantB }),
			revokeRole(world.ctx(b), { grantId: grantA })
		]);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'people.role.last_administrator' }
		});
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});
