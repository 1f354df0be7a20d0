import { sql, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { anonymous, can, systemActor, type Actor } from '$lib/access/can';
import { permissions } from '$lib/access/permissions';
import { roleNames } from '$lib/access/roles';
import { whereMay } from '$lib/access/where.server';
import { people, units } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../support/database';
import { givenPerson, givenRoot, givenUnit, type GivenPerson, type GivenUnit } from '../support/world';

onEveryDatabase('can and whereMay', (world) => {
	const everybody: GivenPerson[] = [];
	const places: GivenUnit[] = [];
	/** trainee -> mentors */
	const mentors = new Map<string, string[]>();

	beforeAll(async () => {
		// U1 and U10 tell a path from a beginning of letters; some units hold nobody.
		places.push(await givenRoot(world));
		for (const code of ['U1X', 'U10', 'U10B']) places.push(await givenUnit(world, { code }));
		for (const parent of places.slice(1, 3))
			places.push(await givenUnit(world, { code: `${parent.code}O`, parent }));
		for (const unit of places) for (let i = 0; i < 2; i++) everybody.push(await givenPerson(world, { unit }));
		everybody.forEach((person, i) => mentors.set(person.id, [everybody[(i * 7 + 3) % everybody.length]!.id]));
	});

	it('agree about whom an actor may look at, whatever the grants', async () => {
		const grant = fc.record({ role: fc.constantFrom(...roleNames), place: fc.option(fc.nat(5)) });
		const actors = fc.oneof(
			{ weight: 12, arbitrary: fc.record({ who: fc.nat(11), grants: fc.array(grant, { maxLength: 3 }) }) },
			{ weight: 1, arbitrary: fc.constant(null) },
			{ weight: 1, arbitrary: fc.constant('system' as const) }
		);
		await fc.assert(
			fc.asyncProperty(actors, fc.constantFrom(...permissions), async (chosen, permission) => {
				const actor = toActor(chosen);
				const rows = await world.db
					.select({ id: people.id })
					.from(people)
					.innerJoin(units, eq(units.id, people.unitId))
					.where(
						whereMay(actor, permission, {
							personId: people.id,
							unitPath: units.path,
							mentoredBy: (id) =>
								sql`${people.id} in (${sql.join(
									[...mentees(id), id].map((one) => sql`${one}::uuid`),
									sql`, `
								)})`
						})
					);
				const allowed = everybody.filter(
					(person) =>
						can(actor, permission, {
							personId: person.id,
							unitPath: person.unit.path,
							mentorIds: mentors.get(person.id)
						}).ok
				);
				expect(rows.map(({ id }) => id).sort()).toEqual(allowed.map(({ id }) => id).sort());
			}),
			{ numRuns: 300 }
		);
	});

	it('agree that a row without a person or a unit is for nobody who is bound to one', async () => {
		for (const role of roleNames) {
			for (const permission of permissions) {
				const actor: Actor = { ...everybody[0]!.actor, grants: [{ role, unitPath: 'HQ/U10/' }] };
				const rows = await world.db
					.select({ id: people.id })
					.from(people)
					.where(whereMay(actor, permission, {}))
					.limit(1);
				expect(rows.length > 0, `${role} ${permission}`).toBe(can(actor, permission, {}).ok);
			}
		}
	});

	const mentees = (mentor: string) =>
		[...mentors].filter(([, all]) => all.includes(mentor)).map(([trainee]) => trainee);

	function toActor(
		chosen:
			null | 'system' | { who: number; grants: { role: (typeof roleNames)[number]; place: number | null }[] }
	): Actor {
		if (chosen === null) return anonymous;
		if (chosen === 'system') return systemActor('test');
		const grants = chosen.grants.map(({ role, place }) => ({
			role,
			unitPath: place === null ? null : places[place]!.path
		}));
		return { ...everybody[chosen.who]!.actor, grants };
	}
});
