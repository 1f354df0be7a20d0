import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import {
	certificatesExpiring,
	issueCertificates,
	remindExpiring,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { addDays } from '$lib/shared/dates';
import { wiring } from '../../../src/wiring.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenAttempt, givenSitting } from './given';

/** Issued 2026-03-02, valid to 2028-03-01. */
const LAST_DAY = '2028-03-01';
const daysBefore = (days: number) => new Date(`${addDays(LAST_DAY, -days)}T00:30:00Z`);

onEveryDatabase('remind of expiring certificates', (world) => {
	const system = (now?: Date) => world.ctx(systemActor('test'), now);
	async function given(person: GivenPerson, now?: Date) {
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(system(now), { attemptIds: [attempt] });
		return issued!;
	}
	const reminders = async (person: GivenPerson) =>
		(await world.db.select().from(notifications).where(eq(notifications.personId, person.id))).filter(
			({ kind }) => kind === 'certificates.expiring'
		).length;

	it('tells the holder once at each of 90, 30 and 7 days, and not after', async () => {
		const person = await givenPerson(world);
		await given(person);
		const told: number[] = [];
		for (const days of [120, 91, 90, 90, 89, 31, 30, 29, 8, 6, 6, 0, -1, -30]) {
			await remindExpiring(system(daysBefore(days)));
			told.push(await reminders(person));
		}
		expect(told).toEqual([0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]);
	});

	it('leaves revoked, succeeded and suspended ones alone', async () => {
		const [revoked, renewed, gone] = [
			await givenPerson(world),
			await givenPerson(world),
			await givenPerson(world, { status: 'suspended' })
		];
		const { id } = await given(revoked);
		await revokeCertificate(system(), { certificateId: id, category: 'other', reason: '测试' });
		await given(renewed);
		await given(renewed, daysBefore(60));
		await given(gone);
		await Promise.all([remindExpiring(system(daysBefore(30))), remindExpiring(system(daysBefore(30)))]);
		expect([await reminders(revoked), await reminders(renewed), await reminders(gone)]).toEqual([0, 0, 0]);
	});

	it('lists them for HR, and a holder’s own for the holder', async () => {
		const person = await givenPerson(world);
		const { id } = await given(person);
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const seen = await certificatesExpiring(world.ctx(hr, daysBefore(10)));
		expect(seen.find((row) => row.id === id)).toMatchObject({
			daysLeft: 10,
			validTo: LAST_DAY,
			name: person.name
		});
		expect((await certificatesExpiring(world.ctx(person, daysBefore(10)))).map((row) => row.id)).toEqual([
			id
		]);
		expect(await certificatesExpiring(world.ctx(person))).toEqual([]);
	});

	it('runs every day', () => {
		const [[job, cron] = []] = Object.entries(wiring.schedules).filter(([name]) =>
			name.startsWith('certificates')
		);
		expect(cron).toBe('30 8 * * *');
		expect(wiring.jobs[job!]).toBeDefined();
	});
});
