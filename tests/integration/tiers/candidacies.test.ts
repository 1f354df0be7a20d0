import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { addCandidacy, endCandidacy, listCandidacies } from '$lib/features/tiers/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPolicies, NOW, TODAY } from './given';

onEveryDatabase('candidacies', (world) => {
	const officer = async () => world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);
	const on = (personId: string) => ({ personId, ladder: 'telecom', startsOn: TODAY });

	it('put a person on a ladder once, until a day', async () => {
		await givenPolicies(world);
		const ctx = await officer();
		const { id: personId } = await givenPerson(world);
		const both = await Promise.allSettled([1, 2].map(() => addCandidacy(ctx, on(personId))));
		const added = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
		expect(added).toHaveLength(1);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'candidacies.open' }
		});
		const end = { candidacyId: added[0]!, endsOn: TODAY };
		await expect(endCandidacy(ctx, { ...end, endsOn: '2026-11-20' })).rejects.toMatchObject({
			fields: { endsOn: 'candidacies.dates' }
		});
		const ends = await Promise.allSettled([endCandidacy(ctx, end), endCandidacy(ctx, end)]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const { list, ladders } = await listCandidacies(ctx, personId);
		expect(list).toMatchObject([{ startsOn: TODAY, endsOn: TODAY }]);
		expect(ladders.map(({ id }) => id)).toContain('telecom');
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.personId, personId));
		expect(entries.map(({ action }) => action)).toEqual(['tiers.candidacy.add', 'tiers.candidacy.end']);
	});

	it('are for HR officers of the person’s unit, of ladders that there are, not of oneself', async () => {
		await givenPolicies(world);
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const ctx = world.ctx(hr, NOW);
		const person = await givenPerson(world, { unit: mine });
		await expect(addCandidacy(ctx, { ...on(person.id), ladder: 'nowhere' })).rejects.toMatchObject({
			fields: { ladder: 'app.field.choice' }
		});
		await expect(addCandidacy(ctx, on(hr.id))).rejects.toMatchObject({ code: 'access.separation.self' });
		const stranger = await givenPerson(world, { unit: other });
		await expect(addCandidacy(ctx, on(stranger.id))).rejects.toMatchObject({ kind: 'forbidden' });
		const gone = await givenPerson(world, { unit: mine, status: 'suspended' });
		await expect(addCandidacy(ctx, on(gone.id))).rejects.toMatchObject({ code: 'candidacies.not_active' });
		const { id } = await addCandidacy(ctx, on(person.id));
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const refused = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			await expect(addCandidacy(refused, on(person.id))).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(endCandidacy(refused, { candidacyId: id, endsOn: TODAY })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
	});
});
