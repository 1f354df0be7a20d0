import { sql } from 'drizzle-orm';
import { requirementOf } from '$lib/features/credit/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { ReportFilter } from '../filter';
import { meets, population, requireReader } from '../population.server';
import type { UnitFigures } from '../rules';

/** The figures of every unit that has trainees, by its path, each person once. One query, and one for the requirement. */
export async function unitFigures(ctx: Context, filter: ReportFilter) {
	requireReader(ctx);
	const year = Number(filter.to.slice(0, 4));
	const requirement = await requirementOf(ctx.db, year);
	const rows = await rowsOf<{ path: string } & UnitFigures>(
		ctx.db,
		sql`with ${population(ctx, filter)},
		done as (
			select c.person_id, count(*)::int as completions from completions c join pop on pop.id = c.person_id
			where c.completed_on between ${filter.from} and ${filter.to} group by c.person_id
		),
		earned as (
			select e.person_id, sum(e.minutes)::int as minutes from credit_entries e join pop on pop.id = e.person_id
			where e.earned_on between ${filter.from} and ${filter.to} group by e.person_id
		),
		held as (
			select e.person_id from credit_entries e join pop on pop.id = e.person_id
			where e.earned_on between ${`${year}-01-01`} and ${`${year}-12-31`}
			group by e.person_id having ${meets(requirement)}
		)
		select pop.path, count(*)::int as people, count(d.person_id)::int as learners,
			coalesce(sum(d.completions), 0)::int as completions, coalesce(sum(e.minutes), 0)::int as minutes,
			count(h.person_id)::int as met
		from pop
		left join done d on d.person_id = pop.id
		left join earned e on e.person_id = pop.id
		left join held h on h.person_id = pop.id
		group by pop.path order by pop.path`
	);
	return { rows, year, requirement };
}
