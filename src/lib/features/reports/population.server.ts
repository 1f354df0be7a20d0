import { sql, type SQL } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Requirement } from '$lib/features/credit';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { ReportFilter } from './filter';

/** Refuses whoever reads no report about others. */
export function requireReader({ actor }: Context): void {
	if (actor.kind === 'system') return;
	const wide = reachesOf(actor, 'reports.training.read').some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide) throw forbidden();
}

/**
 * Who the report is about: active people who are trainees today, of the unit and those below, about whom the reader
 * may read reports. A common table expression `pop` of person, unit and path, for the queries of the report.
 */
export function population(ctx: Context, { unit }: Pick<ReportFilter, 'unit'>): SQL {
	const today = dateIn(ctx.now);
	return sql`pop as (
		select p.id, p.unit_id, u.path from people p
		join units u on u.id = p.unit_id
		where p.status = 'active'
			and ${whereMay(ctx.actor, 'reports.training.read', { personId: sql`p.id`, unitPath: sql`u.path` })}
			and ${unit ? sql`u.path like (select x.path || '%' from units x where x.id = ${unit})` : sql`true`}
			and exists (select 1 from role_grants r where r.person_id = p.id and r.role = 'trainee' and r.revoked_at is null
				and r.valid_from <= ${today} and (r.valid_to is null or r.valid_to >= ${today}))
	)`;
}

/** What somebody earned in a year, and whether it is what the year asks: expressions over `credit_entries e`. */
export function meets(requirement: Requirement | null): SQL {
	if (!requirement) return sql`false`;
	const parts = requirement.parts.map(({ area, method, minutes }) => {
		const counted = sql`(${area ? sql`e.area = ${area}` : sql`true`} and ${method ? sql`e.method = ${method}` : sql`true`})`;
		return sql`coalesce(sum(e.minutes) filter (where ${counted}), 0) >= ${minutes}`;
	});
	return sql.join([sql`sum(e.minutes) >= ${requirement.minutes}`, ...parts], sql` and `);
}
