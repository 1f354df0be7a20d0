import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { setUnitHead } from '$lib/features/people/index.server';
import {
	factsFor,
	getEndorsements,
	giveEndorsement,
	listEndorsable,
	withdrawEndorsement
} from '$lib/features/tiers/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPairing, givenPolicies, NOW, TODAY } from './given';

onEveryDatabase('endorsements', (world) => {
	const word = { tier: 'bank/manager', words: '独立完成六户小微企业授信调查' };
	const scene = async () => {
		await givenPolicies(world);
		const unit = await givenUnit(world);
		const trainee = await givenPerson(world, { unit });
		const mentor = await givenPerson(world, { roles: ['mentor'] });
		const head = await givenPerson(world, { unit });
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: unit });
		await givenPairing(world, trainee, mentor);
		await setUnitHead(world.ctx(), { unitId: unit.id, employeeNo: head.employeeNo });
		return { unit, trainee, mentor, head, hr };
	};
	const standing = async (personId: string) =>
		(await factsFor(world.db, [personId], { on: TODAY })).get(personId)!.endorsements.map(({ role }) => role);

	it('are given by mentor, head and HR in their role, and tell the person', async () => {
		const { trainee, mentor, head, hr } = await scene();
		const personId = trainee.id;
		for (const [who, role] of [
			[mentor, 'mentor'],
			[head, 'unitHead'],
			[hr, 'hrOfficer']
		] as const) {
			const ctx = world.ctx(who, NOW);
			const shown = await getEndorsements(ctx, personId);
			expect(shown.roles).toEqual([role]);
			expect((await listEndorsable(ctx, trainee.employeeNo)).map(({ id }) => id)).toEqual([personId]);
			await giveEndorsement(ctx, { ...word, personId, role });
		}
		expect((await standing(personId)).sort()).toEqual(['hrOfficer', 'mentor', 'unitHead']);
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, personId));
		expect(told.map(({ kind }) => kind)).toEqual(Array(3).fill('endorsements.given'));
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.personId, personId));
		expect(entries.map(({ action }) => action)).toEqual(Array(3).fill('tiers.endorsement.give'));
		expect((await getEndorsements(world.ctx(trainee, NOW), personId)).list).toHaveLength(3);
	});

	it('are given once a day by two clicks, and taken back once', async () => {
		const { trainee, mentor } = await scene();
		const personId = trainee.id;
		const ctx = world.ctx(mentor, NOW);
		const input = { ...word, personId, role: 'mentor' as const };
		const both = await Promise.allSettled([giveEndorsement(ctx, input), giveEndorsement(ctx, input)]);
		const given = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
		expect(given).toHaveLength(1);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'endorsements.given' }
		});
		const back = { endorsementId: given[0]!, words: '情况有变' };
		await expect(withdrawEndorsement(world.ctx(trainee, NOW), back)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const backs = await Promise.allSettled([withdrawEndorsement(ctx, back), withdrawEndorsement(ctx, back)]);
		expect(backs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await standing(personId)).toEqual([]);
		const { list } = await getEndorsements(ctx, personId);
		expect(list.map(({ withdrawn, stands }) => [withdrawn, stands])).toEqual([
			[true, false],
			[false, false]
		]);
		// Given again after that it counts again.
		await giveEndorsement(ctx, input);
		expect(await standing(personId)).toEqual(['mentor']);
	});

	it('are refused of oneself, in a role that one does not have, of an unknown tier, and to strangers', async () => {
		const { unit, trainee, mentor, head } = await scene();
		const personId = trainee.id;
		const ctx = world.ctx(mentor, NOW);
		await expect(giveEndorsement(ctx, { ...word, personId, role: 'hrOfficer' })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(
			giveEndorsement(ctx, { ...word, personId, role: 'mentor', tier: 'bank/wizard' })
		).rejects.toMatchObject({ fields: { tier: 'app.field.choice' } });
		// A head does not stand up for themselves.
		await expect(
			giveEndorsement(world.ctx(head, NOW), { ...word, personId: head.id, role: 'unitHead' })
		).rejects.toMatchObject({ kind: 'forbidden' });
		const hr = await givenPerson(world, { unit, roles: ['hrOfficer'], roleUnit: unit });
		await expect(
			giveEndorsement(world.ctx(hr, NOW), { ...word, personId: hr.id, role: 'hrOfficer' })
		).rejects.toMatchObject({ code: 'access.separation.self' });
		for (const role of ['trainee', 'mentor', 'administrator', 'marker'] as const) {
			const stranger = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			for (const as of ['mentor', 'unitHead', 'hrOfficer'] as const) {
				await expect(giveEndorsement(stranger, { ...word, personId, role: as })).rejects.toMatchObject({
					kind: 'forbidden'
				});
			}
			await expect(getEndorsements(stranger, personId)).rejects.toMatchObject({ kind: 'forbidden' });
			expect(await listEndorsable(stranger, '')).toEqual([]);
		}
	});
});
