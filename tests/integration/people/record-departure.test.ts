import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { getPairing, mentorIdsOf } from '$lib/features/mentoring/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { getAccount, getPerson, reinstatePerson, recordDeparture } from '$lib/features/people/index.server';
import { roleGrants } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPairing, on } from '../mentoring/story';
import { enter, isIn, PASSWORD } from './enter';

onEveryDatabase('record departure', (world) => {
	it('puts a person out at once, takes their roles, and can be taken back', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world, { roles: ['trainee', 'mentor'], password: PASSWORD });
		const { sessionId } = await enter(world, person);
		const ctx = world.ctx(hr, on('2026-03-10'));
		await recordDeparture(ctx, { personId: person.id, lastDay: '2026-03-06', reason: '本人辞职' });
		expect(await isIn(world, sessionId)).toBe(false);
		await expect(enter(world, person)).rejects.toMatchObject({ code: 'people.sign_in.refused' });
		expect(await getPerson(ctx, person.id)).toMatchObject({ status: 'left', roles: [] });
		expect((await getAccount(ctx, person.id)).exclusion).toMatchObject({
			...{ reason: '本人辞职', lastDay: '2026-03-06', by: hr.name }
		});

		await reinstatePerson(ctx, { personId: person.id, reason: '登记有误' });
		expect(await getPerson(ctx, person.id)).toMatchObject({ status: 'active', roles: [] });
		expect((await getAccount(ctx, person.id)).exclusion).toBeNull();
		expect(await isIn(world, (await enter(world, person)).sessionId)).toBe(true);
	});

	it('ends the pairings on both sides and tells who stays, once', async () => {
		const { hr, trainee, mentor, id } = await givenPairing(world);
		const ctx = world.ctx(hr, on('2026-03-10'));
		await recordDeparture(ctx, { personId: mentor.id, lastDay: '2026-03-10', reason: '退休' });
		await world.runJobs(on('2026-03-10'));
		expect(await mentorIdsOf(world.db, trainee.id)).toEqual([]);
		expect(await getPairing(ctx, id)).toMatchObject({
			pairing: { endReason: 'left', endedOn: '2026-03-10' }
		});
		const told = (await listNotifications(world.ctx(trainee), { page: 1 })).rows;
		expect(told.filter(({ kind }) => kind === 'mentoring.ended')).toHaveLength(1);
		expect((await listNotifications(world.ctx(mentor), { page: 1 })).rows).not.toContainEqual(
			expect.objectContaining({ kind: 'mentoring.ended' })
		);
	});

	it('refuses impossible days, oneself, twice at once, other units, other roles', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const person = await givenPerson(world, { unit: mine });
		const leave = (personId: string, who = hr, lastDay = '2026-03-10') =>
			recordDeparture(world.ctx(who, on('2026-03-10')), { personId, lastDay, reason: 'x' });
		for (const [day, code] of [
			['2026-03-11', 'people.person.leaves_later'],
			['1990-01-01', 'people.person.left_before_hired']
		] as const) {
			await expect(leave(person.id, hr, day)).rejects.toMatchObject({ fields: { lastDay: code } });
		}
		await expect(leave(hr.id)).rejects.toMatchObject({ code: 'access.separation.self' });
		const stranger = await givenPerson(world, { unit: other });
		await expect(leave(stranger.id)).rejects.toMatchObject({ kind: 'forbidden' });
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor'] as const) {
			const who = await givenPerson(world, { roles: [role] });
			await expect(leave(person.id, who)).rejects.toMatchObject({ kind: 'forbidden' });
		}
		const both = await Promise.allSettled([leave(person.id), leave(person.id)]);
		expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
			{ reason: { code: 'people.person.left' } }
		]);
	});

	it('leaves one administrator', async () => {
		await world.db
			.update(roleGrants)
			.set({ revokedAt: new Date() })
			.where(eq(roleGrants.role, 'administrator'));
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const admin = await givenPerson(world, { roles: ['administrator'] });
		await expect(
			recordDeparture(world.ctx(hr), { personId: admin.id, lastDay: '2026-01-05', reason: 'x' })
		).rejects.toMatchObject({ code: 'people.role.last_administrator' });
	});
});
