import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { notify } from '$lib/features/notifications/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	getAccount,
	listOwnSessions,
	reinstatePerson,
	setPreferences,
	signOut,
	signOutEverywhere,
	suspendPerson
} from '$lib/features/people/index.server';
import { people, roleGrants, sessions } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { enter, isIn, PASSWORD } from './enter';

onEveryDatabase('suspend and reinstate', (world) => {
	it('puts a person out at once and lets them in again', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world, { password: PASSWORD });
		const { sessionId } = await enter(world, person);
		expect(await isIn(world, sessionId)).toBe(true);
		await suspendPerson(world.ctx(hr), { personId: person.id, reason: '调查期间' });
		expect(await isIn(world, sessionId)).toBe(false);
		expect(await world.db.select().from(sessions).where(eq(sessions.personId, person.id))).toEqual([]);
		await expect(enter(world, person)).rejects.toMatchObject({ code: 'people.sign_in.refused' });
		expect((await getAccount(world.ctx(hr), person.id)).exclusion).toMatchObject({
			reason: '调查期间',
			by: hr.name
		});
		await notify(world.db, world.ctx(), {
			personId: person.id,
			kind: 'other',
			params: {},
			href: '/',
			cause: 'a'
		});
		expect(await world.db.select().from(notifications).where(eq(notifications.personId, person.id))).toEqual(
			[]
		);

		await reinstatePerson(world.ctx(hr), { personId: person.id, reason: '调查结束' });
		expect(await isIn(world, sessionId)).toBe(false);
		expect(await isIn(world, (await enter(world, person)).sessionId)).toBe(true);
	});

	it('refuses oneself, twice, other units, other roles', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const person = await givenPerson(world, { unit: mine });
		const suspend = (personId: string, who = hr) => suspendPerson(world.ctx(who), { personId, reason: 'x' });
		await expect(suspend(hr.id)).rejects.toMatchObject({ code: 'access.separation.self' });
		await expect(suspend((await givenPerson(world, { unit: other })).id)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor'] as const) {
			await expect(suspend(person.id, await givenPerson(world, { roles: [role] }))).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		const both = await Promise.allSettled([suspend(person.id), suspend(person.id)]);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'people.person.not_active' }
		});
		const active = await givenPerson(world, { unit: mine });
		await expect(reinstatePerson(world.ctx(hr), { personId: active.id, reason: 'x' })).rejects.toMatchObject({
			code: 'people.person.not_suspended'
		});
	});

	it('leaves one administrator', async () => {
		await world.db
			.update(roleGrants)
			.set({ revokedAt: new Date() })
			.where(eq(roleGrants.role, 'administrator'));
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const admin = await givenPerson(world, { roles: ['administrator'] });
		await expect(suspendPerson(world.ctx(hr), { personId: admin.id, reason: 'x' })).rejects.toMatchObject({
			code: 'people.role.last_administrator'
		});
	});
});

onEveryDatabase('sessions and preferences', (world) => {
	it('are listed with this one marked, and end one by one or all together', async () => {
		const person = await givenPerson(world, { password: PASSWORD });
		const opened = [
			await enter(world, person),
			await enter(world, person),
			await enter(world, person)
		] as const;
		const ctx = world.ctx(person, new Date());
		const list = await listOwnSessions(ctx, opened[1].sessionId);
		expect(list).toHaveLength(3);
		expect(list.filter(({ current }) => current)).toMatchObject([{ browser: 'Firefox', system: 'Linux' }]);
		expect(JSON.stringify(list)).not.toContain(opened[1].sessionId);
		await signOut(ctx, opened[0]);
		expect(await isIn(world, opened[0].sessionId)).toBe(false);
		expect(await isIn(world, opened[1].sessionId)).toBe(true);
		expect(await signOutEverywhere(ctx)).toEqual({ ended: 2 });
		expect(await isIn(world, opened[1].sessionId)).toBe(false);
	});

	it('keep the chosen language and look without touching the record’s version', async () => {
		const person = await givenPerson(world);
		await setPreferences(world.ctx(person), { locale: 'en', theme: 'dark' });
		await setPreferences(world.ctx(person), { theme: 'auto' });
		await setPreferences(world.ctx({ kind: 'anonymous' }), { locale: 'en' });
		const [row] = await world.db.select().from(people).where(eq(people.id, person.id));
		expect(row).toMatchObject({ locale: 'en', theme: null, version: 1 });
	});
});
