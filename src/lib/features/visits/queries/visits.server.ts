import { sql, type SQL } from 'drizzle-orm';
import { mayAnywhere, reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { visitViews, type VisitFilter, type VisitView } from '../schema';
import type { VisitState } from '../states';

export const VISITS_PAGE_SIZE = 25;

/** A visit in the list of staff; people are those whom the reader may read, at most three by name. */
export interface ListedVisit {
	id: string;
	title: string;
	host: string;
	method: string;
	state: VisitState;
	startsOn: IsoDate;
	endsOn: IsoDate;
	names: string[];
	people: number;
	waiting: number;
	due: number;
	accepted: number;
}

/** Refuses whoever reads nobody's visits but their own. */
function requireVisitStaff({ actor }: Context): void {
	if (actor.kind === 'system') return;
	const wide = reachesOf(actor, 'visits.visit.read').some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide) throw forbidden();
}

/** What each view holds; `v` is the visit with the counts of its reports. */
const views = (today: IsoDate): Record<VisitView, SQL> => ({
	requested: sql`v.state = 'requested'`,
	reports: sql`v.state = 'approved' and v.waiting > 0`,
	coming: sql`v.state = 'approved' and v.ends_on >= ${today}`,
	over: sql`v.state = 'approved' and v.ends_on < ${today}`,
	closed: sql`v.state in ('refused', 'cancelled')`
});

/** Visits of people whose visits the reader may read, by what is to be done, the soonest first; and all counts. */
export async function listVisits(ctx: Context, filter: VisitFilter) {
	requireVisitStaff(ctx);
	const today = dateIn(ctx.now);
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const pattern = `%${filter.q.trim().replace(/[\\%_]/g, '\\$&')}%`;
	const visible = sql`
		select v.id, v.title, v.host, v.method, v.state, v.starts_on, v.ends_on, count(*)::int as people,
			(array_agg(p.name order by p.employee_no))[1:3] as names,
			count(*) filter (where r.id is not null and w.outcome is null)::int as waiting,
			count(*) filter (where v.state = 'approved' and v.ends_on <= ${today} and (r.id is null or w.outcome = 'returned'))::int as due,
			count(*) filter (where w.outcome = 'accepted')::int as accepted
		from study_visits v
		join visit_members m on m.visit_id = v.id
		join people p on p.id = m.person_id
		join units u on u.id = p.unit_id
		left join lateral (select r.id from visit_reports r where r.visit_id = v.id and r.person_id = m.person_id
			order by r.version desc limit 1) r on true
		left join visit_report_reviews w on w.report_id = r.id
		where ${whereMay(ctx.actor, 'visits.visit.read', { personId: sql`p.id`, unitPath: sql`u.path` })}
			and ${self ? sql`p.id <> ${self}` : sql`true`}
			and ${filter.q.trim() ? sql`(v.title ilike ${pattern} or v.host ilike ${pattern} or p.name ilike ${pattern} or p.employee_no ilike ${pattern})` : sql`true`}
			and ${filter.unit ? sql`u.path like (select x.path || '%' from units x where x.id = ${filter.unit})` : sql`true`}
		group by v.id`;
	const is = views(today);
	const counts = visitViews.map((view) => sql`count(*) filter (where ${is[view]})::int as ${sql.raw(view)}`);
	const [counted] = await rowsOf<Record<VisitView, number>>(
		ctx.db,
		sql`select ${sql.join(counts, sql`, `)} from (${visible}) v`
	);
	const back = filter.view === 'over' || filter.view === 'closed' ? sql`desc` : sql`asc`;
	const rows = await rowsOf<ListedVisit>(
		ctx.db,
		sql`select v.id, v.title, v.host, v.method, v.state, v.starts_on::text as "startsOn", v.ends_on::text as "endsOn", v.names,
			v.people, v.waiting, v.due, v.accepted from (${visible}) v where ${is[filter.view]}
			order by v.starts_on ${back}, v.id limit ${VISITS_PAGE_SIZE} offset ${(filter.page - 1) * VISITS_PAGE_SIZE}`
	);
	const all = counted ?? ({} as Record<VisitView, number>);
	return {
		rows,
		counts: all,
		page: filter.page,
		pageSize: VISITS_PAGE_SIZE,
		total: all[filter.view] ?? 0,
		mayAssign: mayAnywhere(ctx.actor, 'visits.visit.manage')
	};
}
