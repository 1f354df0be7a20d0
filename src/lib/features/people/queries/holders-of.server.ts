import { and, asc, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import { can, type Actor, type Subject } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { roles, type RoleName } from '$lib/access/roles';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, roleGrants, units } from '../tables.server';

type Person = Extract<Actor, { kind: 'person' }>;

/** Active people whom a role gives a permission today, somewhere, each with all their grants; in order of their ids. */
export async function actorsWith(db: Database, permission: Permission, today: IsoDate): Promise<Person[]> {
	const giving = (Object.keys(roles) as RoleName[]).filter((role) => roles[role].permissions[permission]);
	const inForce = and(
		isNull(roleGrants.revokedAt),
		lte(roleGrants.validFrom, today),
		or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
	);
	const holders = db
		.select({ id: roleGrants.personId })
		.from(roleGrants)
		.where(and(inForce, inArray(roleGrants.role, giving)));
	const rows = await db
		.select({ personId: people.id, name: people.name, role: roleGrants.role, unitPath: units.path })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.leftJoin(units, eq(units.id, roleGrants.unitId))
		.where(and(inForce, inArray(roleGrants.personId, holders)))
		.orderBy(asc(people.id));
	const actors = new Map<string, Omit<Person, 'grants'> & { grants: Person['grants'][number][] }>();
	for (const { personId, name, role, unitPath } of rows) {
		const actor = actors.get(personId) ?? { kind: 'person', personId, name, grants: [] };
		actor.grants.push({ role: role as RoleName, unitPath });
		actors.set(personId, actor);
	}
	return [...actors.values()];
}

/** The ids of active people who may do something today about every one of these matters. */
export async function holdersOf(
	db: Database,
	permission: Permission,
	today: IsoDate,
	subjects: readonly Subject[] = [{}]
): Promise<string[]> {
	const actors = await actorsWith(db, permission, today);
	return actors
		.filter((actor) => subjects.every((subject) => can(actor, permission, subject).ok))
		.map(({ personId }) => personId);
}
