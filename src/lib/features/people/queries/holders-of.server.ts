import { and, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Permission } from '$lib/access/permissions';
import { roles, type RoleName } from '$lib/access/roles';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, roleGrants } from '../tables.server';

/** Active people who hold a permission today through any of their roles, in order of their ids. */
export async function holdersOf(db: Database, permission: Permission, today: IsoDate): Promise<string[]> {
	const giving = (Object.keys(roles) as RoleName[]).filter((role) => roles[role].permissions[permission]);
	const rows = await db
		.selectDistinct({ personId: roleGrants.personId })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.where(
			and(
				inArray(roleGrants.role, giving),
				isNull(roleGrants.revokedAt),
				lte(roleGrants.validFrom, today),
				or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
			)
		);
	return rows.map(({ personId }) => personId).sort();
}
