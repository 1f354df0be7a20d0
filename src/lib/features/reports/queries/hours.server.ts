import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { ReportFilter } from '../filter';
import { population, requireReader } from '../population.server';

/** Minutes of credit earned in the period by area and method, corrections counted in. One query. */
export async function hoursByAreaAndMethod(
	ctx: Context,
	filter: ReportFilter
): Promise<{ area: string; method: string; minutes: number }[]> {
	requireReader(ctx);
	return rowsOf(
		ctx.db,
		sql`with ${population(ctx, filter)}
		select e.area, e.method, sum(e.minutes)::int as minutes from credit_entries e join pop on pop.id = e.person_id
		where e.earned_on between ${filter.from} and ${filter.to}
		group by e.area, e.method having sum(e.minutes) > 0 order by e.area, e.method`
	);
}
