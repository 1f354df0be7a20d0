import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { ReportFilter } from '../filter';
import { population, requireReader } from '../population.server';
import { monthsOf } from '../rules';

export interface MonthFigures {
	/** `YYYY-MM`. */
	month: string;
	completions: number;
	minutes: number;
}

/** Completions and credit by month, every month of the period once. One query. */
export async function monthFigures(ctx: Context, filter: ReportFilter): Promise<MonthFigures[]> {
	requireReader(ctx);
	const rows = await rowsOf<MonthFigures>(
		ctx.db,
		sql`with ${population(ctx, filter)},
		events as (
			select c.completed_on as day, 1 as completions, 0 as minutes from completions c join pop on pop.id = c.person_id
			where c.completed_on between ${filter.from} and ${filter.to}
			union all
			select e.earned_on, 0, e.minutes from credit_entries e join pop on pop.id = e.person_id
			where e.earned_on between ${filter.from} and ${filter.to}
		)
		select to_char(day, 'YYYY-MM') as month, sum(completions)::int as completions, sum(minutes)::int as minutes
		from events group by 1`
	);
	const known = new Map(rows.map((row) => [row.month, row]));
	return monthsOf(filter.from, filter.to).map(
		(month) => known.get(month) ?? { month, completions: 0, minutes: 0 }
	);
}
