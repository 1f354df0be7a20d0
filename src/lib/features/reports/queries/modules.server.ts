import { sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { ReportFilter } from '../filter';
import { population, requireReader } from '../population.server';

/** A module with who began it and who completed it, any version, people counted once. */
export interface ModuleFigures {
	code: string;
	title: LocalText;
	area: string;
	/** Began it by the last day of the period. */
	begun: number;
	/** Completed it by then; and of these in the period. */
	completed: number;
	inPeriod: number;
}

/** Every module with its figures, in the catalogue's order. One query. */
export async function moduleFigures(ctx: Context, filter: ReportFilter): Promise<ModuleFigures[]> {
	requireReader(ctx);
	return rowsOf<ModuleFigures>(
		ctx.db,
		sql`with ${population(ctx, filter)},
		own as (
			select v.module_id, n.person_id, bool_or(c.id is not null) as completed,
				coalesce(bool_or(c.completed_on >= ${filter.from}), false) as in_period
			from enrolments n
			join pop on pop.id = n.person_id
			join module_versions v on v.id = n.module_version_id
			left join completions c on c.enrolment_id = n.id and c.completed_on <= ${filter.to}
			where (n.started_at at time zone 'Asia/Shanghai')::date <= ${filter.to}::date
			group by v.module_id, n.person_id
		)
		select m.code, l.content -> 'title' as title, coalesce(l.content ->> 'knowledgeArea', 'marketing') as area,
			count(o.person_id)::int as begun, count(*) filter (where o.completed)::int as completed,
			count(*) filter (where o.in_period)::int as "inPeriod"
		from modules m
		join lateral (select v.content from module_versions v where v.module_id = m.id order by v.version desc limit 1) l on true
		left join own o on o.module_id = m.id
		group by m.id, m.code, m.position, l.content order by m.position, m.code`
	);
}
