import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { notify } from '$lib/features/notifications/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	changePassword,
	createSessions,
	getAccount,
	listOwnSessions,
	reinstatePerson,
	resetPassword,
	setPassword,
	setPreferences,
	signIn,
	signOut,
	signOutEverywhere,
	suspendPerson
} from '$lib/features/people/index.server';
import { accounts, people, roleGrants, sessions } from '$lib/features/people/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';

const PASSWORD = 'quiet river 42';
const enter = (world: World, who: GivenPerson, password = PASSWORD) =>
	signIn(
		world.ctx({ kind: 'anonymous' }, new Date()),
		{ name: who.employeeNo, password },
		{
			sessions: createSessions(world.db, false),
			address: `10.0.0.${++world.counter}`,
			userAgent: 'Firefox/127.0 Linux'
		}
	);
const isIn = async (world: World, sessionId: string) =>
	(await createSessions(world.db, false).validateSession(sessionId)).user !== null;

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
		expect((await getAccount(world.ctx(hr), person.id)).suspension).toMatchObject({
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

onEveryDatabase('passwords', (world) => {
	it('are made once by HR, ended sessions and all, and changed at first use', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world, { password: PASSWORD });
		const { sessionId } = await enter(world, person);
		const { oneTimePassword } = await resetPassword(world.ctx(hr), { personId: person.id });
		expect(oneTimePassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
		expect(await isIn(world, sessionId)).toBe(false);
		await expect(enter(world, person)).rejects.toMatchObject({ code: 'people.sign_in.refused' });
		const opened = await enter(world, person, oneTimePassword);
		await changePassword(
			world.ctx(person),
			{ currentPassword: '', newPassword: 'grey harbour 7', repeatPassword: 'grey harbour 7' },
			opened
		);
		expect(await isIn(world, opened.sessionId)).toBe(true);
		const [account] = await world.db.select().from(accounts).where(eq(accounts.personId, person.id));
		expect(account?.mustChange).toBe(false);
		const log = JSON.stringify(
			await world.db.select().from(auditLog).where(eq(auditLog.personId, person.id))
		);
		expect(log).not.toContain(oneTimePassword);
	});

	it('may be set only for people whose roles one could have granted, and never one’s own', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		for (const role of ['hrApprover', 'administrator', 'auditor', 'author'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(resetPassword(world.ctx(hr), { personId: person.id })).rejects.toMatchObject({
				code: 'people.account.beyond'
			});
		}
		await expect(resetPassword(world.ctx(hr), { personId: hr.id })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const person = await givenPerson(world);
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(resetPassword(ctx, { personId: person.id })).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(
			setPassword(world.ctx(hr), { personId: person.id, password: 'short' })
		).rejects.toMatchObject({
			fields: { password: 'people.password.short' }
		});
	});

	it('are changed with the current one, end the other sessions, and refuse what is weak', async () => {
		const person = await givenPerson(world, { password: PASSWORD });
		const [here, there] = [await enter(world, person), await enter(world, person)];
		const change = (currentPassword: string, newPassword: string, repeatPassword = newPassword) =>
			changePassword(world.ctx(person), { currentPassword, newPassword, repeatPassword }, here);
		await expect(change('wrong', 'grey harbour 7')).rejects.toMatchObject({
			fields: { currentPassword: 'people.password.current' }
		});
		await expect(change(PASSWORD, 'short')).rejects.toMatchObject({
			fields: { newPassword: 'people.password.short' }
		});
		await expect(change(PASSWORD, `${person.employeeNo}-abcdef`)).rejects.toMatchObject({
			fields: { newPassword: 'people.password.personal' }
		});
		await expect(change(PASSWORD, 'grey harbour 7', 'other')).rejects.toMatchObject({
			fields: { repeatPassword: 'people.password.repeat' }
		});
		await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({
			fields: { newPassword: 'people.password.same' }
		});
		const both = await Promise.allSettled([
			change(PASSWORD, 'grey harbour 7'),
			change(PASSWORD, 'blue harbour 8')
		]);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect([await isIn(world, here.sessionId), await isIn(world, there.sessionId)]).toEqual([true, false]);
	});

	it('cannot be guessed through the change', async () => {
		const person = await givenPerson(world, { password: PASSWORD });
		const guess = (currentPassword: string) =>
			changePassword(
				world.ctx(person),
				{ currentPassword, newPassword: 'grey harbour 7', repeatPassword: 'grey harbour 7' },
				{ sessionId: 'x' }
			);
		for (let i = 0; i < 8; i++) await expect(guess('wrong')).rejects.toMatchObject({ kind: 'invalid' });
		await expect(guess(PASSWORD)).rejects.toMatchObject({ kind: 'limited' });
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
