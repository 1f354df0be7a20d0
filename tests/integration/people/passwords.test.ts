import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { changePassword, resetPassword, setPassword } from '$lib/features/people/index.server';
import { accounts } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { enter, isIn, PASSWORD } from './enter';

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
