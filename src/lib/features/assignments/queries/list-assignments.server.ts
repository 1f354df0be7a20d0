import { sql, type SQL } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { requireStaff } from '../staff.server';
import type { AssignmentFilter } from '../schema';
import { statesOf } from '../states.server';

export const ASSIGNMENTS_PAGE_SIZE = 25;

export interface ListedAssignment {
	id: string;
	title: LocalText;
	subjectType: 'module' | 'path';
	subjectCode: string;
	unitName: LocalText;
	createdAt: string;
	createdBy: string;
	endedAt: string | null;
	/** The next due date that lies ahead, of anybody. */
	nextDue: IsoDate | null;
	people: number;
	done: number;
	exempt: number;
	late: number;
	/** Due dates that cannot be met, for an officer to settle. */
	exceptions: number;
}

/** People about whom the reader may know what was assigned: `people` and `units` joined. */
export const seenPeople = (ctx: Context): SQL =>
	whereMay(ctx.actor, 'assignments.assignment.read', { personId: people.id, unitPath: units.path });

/** Assignments that the reader may know: of a unit of theirs, or with people of theirs in them. */
export const seenAssignments = (ctx: Context): SQL => sql`(
	exists (select 1 from units where units.id = x.unit_id
		and ${whereMay(ctx.actor, 'assignments.assignment.read', { unitPath: units.path })})
	or exists (select 1 from assignees n join people on people.id = n.person_id join units on units.id = people.unit_id
		where n.assignment_id = x.id and ${seenPeople(ctx)}))`;

/** Assignments with how far people are, the newest first; counted over the people whom the reader may see. */
export async function listAssignments(ctx: Context, filter: AssignmentFilter) {
	requireStaff(ctx);
	const shown = sql`${filter.show === 'ended' ? sql`x.ended_at is not null` : sql`x.ended_at is null`}
		and ${seenAssignments(ctx)}`;
	const today = dateIn(ctx.now);
	const [total] = await rowsOf<{ n: number }>(
		ctx.db,
		sql`select count(*)::int as n from assignments x where ${shown}`
	);
	const rows = await rowsOf<Omit<ListedAssignment, 'unitName' | 'createdAt' | 'endedAt'> & Row>(
		ctx.db,
		sql`with page as (select x.* from assignments x where ${shown} order by x.created_at desc, x.id desc
				limit ${ASSIGNMENTS_PAGE_SIZE} offset ${(filter.page - 1) * ASSIGNMENTS_PAGE_SIZE}),
			counted as (select t.assignment_id, count(*)::int as people,
					count(*) filter (where t.state = 'done')::int as done,
					count(*) filter (where t.state = 'exempt')::int as exempt,
					count(*) filter (where t.state = 'late')::int as late,
					(min(t.due_on) filter (where t.due_on >= ${today} and t.state in ('notBegun', 'underWay')))::text as next
				from ${statesOf(sql`x.id in (select id from page)`, today)} t
				join people on people.id = t.person_id join units on units.id = people.unit_id and ${seenPeople(ctx)}
				group by t.assignment_id),
			waiting as (select e.assignment_id, count(*)::int as n from assignment_exceptions e
				join people on people.id = e.person_id join units on units.id = people.unit_id and ${seenPeople(ctx)}
				where e.resolution is null and e.assignment_id in (select id from page) group by e.assignment_id)
			select page.id, page.title, page.subject_type as "subjectType", page.subject_code as "subjectCode",
				o.name_zh as zh, o.name_en as en, page.created_at as "createdAt", b.name as "createdBy",
				page.ended_at as "endedAt", c.next as "nextDue", coalesce(c.people, 0) as people,
				coalesce(c.done, 0) as done, coalesce(c.exempt, 0) as exempt, coalesce(c.late, 0) as late,
				coalesce(w.n, 0) as exceptions
			from page join units o on o.id = page.unit_id join people b on b.id = page.created_by
			left join counted c on c.assignment_id = page.id left join waiting w on w.assignment_id = page.id
			order by page.created_at desc, page.id desc`
	);
	return {
		rows: rows.map(({ zh, en, createdAt, endedAt, ...row }): ListedAssignment => ({
			...row,
			unitName: { 'zh-CN': zh, en },
			createdAt: new Date(createdAt).toISOString(),
			endedAt: endedAt && new Date(endedAt).toISOString()
		})),
		...{ page: filter.page, pageSize: ASSIGNMENTS_PAGE_SIZE, total: total?.n ?? 0 },
		show: filter.show,
		mayCreate: mayCreate(ctx)
	};
}

interface Row {
	zh: string;
	en: string;
	createdAt: string | Date;
	endedAt: string | Date | null;
}

/** Whether the reader may assign anywhere. */
export const mayCreate = (ctx: Context): boolean =>
	ctx.actor.kind === 'person' &&
	ctx.actor.grants.some(
		({ unitPath }) => can(ctx.actor, 'assignments.assignment.manage', { unitPath: unitPath ?? '' }).ok
	);
