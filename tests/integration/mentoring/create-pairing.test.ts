import { expect, it } from 'vitest';
import {
	createPairing,
	endPairing,
	listPairings,
	mentorIdsOf,
	readPairingFilter
} from '$lib/features/mentoring/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPairing, on, race } from './story';

onEveryDatabase('create pairing', (world) => {
	it('pairs two people, tells both, and shows in the list', async () => {
		const { hr, trainee, mentor, id } = await givenPairing(world);
		expect(await mentorIdsOf(world.db, trainee.id)).toEqual([mentor.id]);
		const ctx = world.ctx(hr, on('2026-01-06'));
		const list = await listPairings(ctx, readPairingFilter(new URLSearchParams({ q: trainee.employeeNo })));
		expect(list.total).toBe(1);
		expect(list.rows[0]).toMatchObject({ id, state: 'active', minutes: 0, plannedMinutes: 2400 });
		for (const person of [trainee, mentor]) {
			expect((await listNotifications(world.ctx(person), { page: 1 })).rows.length).toBeGreaterThan(0);
		}
	});

	it('refuses what the rules refuse', async () => {
		const { hr, trainee, mentor, plan } = await givenPairing(world);
		const other = await givenPerson(world, { roles: ['trainee'] });
		const ctx = world.ctx(hr, on('2026-02-01'));
		const refused = (change: object, code: string) =>
			expect(
				createPairing(ctx, { ...plan, traineeId: other.id, mentorId: mentor.id, ...change })
			).rejects.toMatchObject({
				code
			});
		await refused({ mentorId: other.id }, 'mentoring.pairing.same_person');
		await refused({ mentorId: trainee.id }, 'mentoring.pairing.no_mentor_role');
		await refused({ traineeId: trainee.id }, 'mentoring.pairing.trainee_paired');
		await refused({ startsOn: '2026-07-01' }, 'mentoring.pairing.dates');
		const gone = await givenPerson(world, { roles: ['mentor'], status: 'left' });
		await refused({ mentorId: gone.id }, 'mentoring.pairing.mentor_inactive');
	});

	it('is for HR of the unit, and never about themselves', async () => {
		const { mentor, plan } = await givenPairing(world);
		const unit = await givenUnit(world);
		const elsewhere = await givenUnit(world);
		const trainee = await givenPerson(world, { unit });
		const input = { ...plan, traineeId: trainee.id, mentorId: mentor.id };
		for (const roles of [['trainee'], ['mentor'], ['hrApprover'], ['auditor'], ['administrator']] as const) {
			const person = await givenPerson(world, { roles });
			await expect(createPairing(world.ctx(person), input)).rejects.toMatchObject({
				code: 'access.forbidden'
			});
		}
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: elsewhere });
		await expect(createPairing(world.ctx(stranger), input)).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const own = await givenPerson(world, { roles: ['hrOfficer', 'mentor'] });
		await expect(createPairing(world.ctx(own), { ...input, mentorId: own.id })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
	});

	it('lets one of two at once through', async () => {
		const { hr, mentor, plan } = await givenPairing(world);
		const trainee = await givenPerson(world);
		const input = { ...plan, traineeId: trainee.id, mentorId: mentor.id };
		const result = await race([createPairing(world.ctx(hr), input), createPairing(world.ctx(hr), input)]);
		expect(result).toEqual({ done: 1, refused: ['mentoring.pairing.trainee_paired'] });
	});

	it('ends once, with a reason, and makes room for the next', async () => {
		const { hr, trainee, mentor, id, plan } = await givenPairing(world);
		const ctx = world.ctx(hr, on('2026-02-01'));
		await expect(endPairing(world.ctx(mentor), { pairingId: id, reason: 'request' })).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const result = await race([
			endPairing(ctx, { pairingId: id, reason: 'request' }),
			endPairing(ctx, { pairingId: id, reason: 'hr' })
		]);
		expect(result).toEqual({ done: 1, refused: ['mentoring.pairing.ended'] });
		expect(await mentorIdsOf(world.db, trainee.id)).toEqual([]);
		await createPairing(ctx, { ...plan, traineeId: trainee.id, mentorId: mentor.id });
	});
});
