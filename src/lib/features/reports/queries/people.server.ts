import { sql } from 'drizzle-orm';
import { requirementOf } from '$lib/features/credit/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { ReportFilter } from '../filter';
import { meets, population, requireReader } from '../population.server';

export interface PersonFigures {
	employeeNo: string;
	name: string;
	unit: LocalText;
	completions: number;
	/** Credit in the period, and in the calendar year of its last day. */
	minutes: number;
	yearMinutes: number;
	/** Null where the year asks nothing. */
	met: boolean | null;
}

/** Everybody of the report with their own figures, by unit and employee number, for an export. */
export async function personFigures(ctx: Context, filter: ReportFilter): Promise<PersonFigures[]> {
	requireReader(ctx);
	const year = Number(filter.to.slice(0, 4));
	const requirement = await requirementOf(ctx.db, year);
	return rowsOf<PersonFigures>(
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
			select e.person_id, sum(e.minutes)::int as minutes, (${meets(requirement)}) as met
			from credit_entries e join pop on pop.id = e.person_id
			where e.earned_on between ${`${year}-01-01`} and ${`${year}-12-31`} group by e.person_id
		)
		select p.employee_no as "employeeNo", p.name, json_build_object('zh-CN', u.name_zh, 'en', u.name_en) as unit,
			coalesce(d.completions, 0) as completions, coalesce(e.minutes, 0) as minutes,
			coalesce(h.minutes, 0) as "yearMinutes",
			${requirement ? sql`coalesce(h.met, false)` : sql`null::boolean`} as met
		from pop
		join people p on p.id = pop.id
		join units u on u.id = pop.unit_id
		left join done d on d.person_id = pop.id
		left join earned e on e.person_id = pop.id
		left join held h on h.person_id = pop.id
		order by u.path, p.employee_no`
	);
}
