import { and, count, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { people, roleGrants } from '../tables.server';

/** How many active people hold a role today. */
export async function countHolders(ctx: Context, role: RoleName): Promise<number> {
	authorize(ctx.actor, 'people.role.grant');
	const today = dateIn(ctx.now);
	const [row] = await ctx.db
		.select({ holders: count() })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.where(
			and(
				eq(roleGrants.role, role),
				isNull(roleGrants.revokedAt),
				lte(roleGrants.validFrom, today),
				or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
			)
		);
	return row?.holders ?? 0;
}
