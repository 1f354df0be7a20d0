import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import {
	certificatesExpiring,
	issueCertificates,
	REMIND_EXPIRING,
	remindExpiring,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { units } from '$lib/features/people/tables.server';
import { addDays } from '$lib/shared/dates';
import { wiring } from '../../../src/wiring.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { givenAttempt, givenSitting } from './given';

/** Issued 2026-03-02, valid to 2028-03-01. */
const LAST_DAY = '2028-03-01';
const daysBefore = (days: number) => new Date(`${addDays(LAST_DAY, -days)}T00:30:00Z`);

onEveryDatabase('remind of expiring certificates', (world) => {
	const system = (now?: Date) => world.ctx(systemActor('test'), now);
	async function given(person: GivenPerson, now?: Date) {
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(system(now), { groundIds: [attempt] });
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

	it('tells whoever leads the unit too, and nobody of themselves', async () => {
		const unit = await givenUnit(world);
		const [head, person] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
		await world.db.update(units).set({ headId: head.id }).where(eq(units.id, unit.id));
		for (const one of [head, person]) await given(one);
		for (let i = 0; i < 2; i++) await remindExpiring(system(daysBefore(30)));
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, head.id));
		const ofOthers = told.filter(({ kind }) => kind === 'certificates.expiringOf');
		expect(ofOthers.map(({ params }) => (params as { name: string }).name)).toEqual([person.name]);
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
		expect(wiring.schedules[REMIND_EXPIRING]).toBe('30 8 * * *');
		expect(wiring.jobs[REMIND_EXPIRING]).toBeDefined();
	});
});
