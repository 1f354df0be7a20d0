import { sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { containing, listUnits } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { describeGroups } from '../describe-groups.server';
import { loadAssignment } from '../load.server';
import { exceptionKind, PACE_MINUTES, realisticOn, type AssigneeState } from '../rules';
import type { AssigneeFilter } from '../schema';
import { requireStaff } from '../staff.server';
import { statesOf } from '../states.server';
import { loadSubject } from '../subject.server';
import { seenAssignments, seenPeople } from './list-assignments.server';

const PAGE_SIZE = 25;

export interface AssigneeRow {
	id: string;
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	dueOn: IsoDate | null;
	assignedAt: string;
	state: AssigneeState;
	have: number;
	need: number;
}

const joined = (ctx: Context) =>
	sql`join people on people.id = t.person_id join units on units.id = people.unit_id and ${seenPeople(ctx)}`;
const instant = (value: string | Date) => new Date(value).toISOString();

/** One assignment: for whom and by when, people by their state, and the exceptions that wait. */
export async function getAssignment(ctx: Context, id: string, filter: AssigneeFilter) {
	requireStaff(ctx);
	if (!isId(id)) throw notFound();
	const assignment = await loadAssignment(ctx.db, id);
	const [known] = await rowsOf(
		ctx.db,
		sql`select 1 from assignments x where x.id = ${id} and ${seenAssignments(ctx)}`
	);
	if (!known) throw notFound();
	const states = statesOf(sql`x.id = ${id}`, dateIn(ctx.now));
	const inUnit = filter.unit
		? sql`units.path like (select w.path || '%' from units w where w.id = ${filter.unit})`
		: sql`true`;
	const counts = await rowsOf<{ state: AssigneeState; n: number }>(
		ctx.db,
		sql`select t.state, count(*)::int as n from ${states} t ${joined(ctx)} where ${inUnit} group by t.state`
	);
	const pattern = containing(filter.q);
	const matches = filter.q
		? sql`(people.name ilike ${pattern} or people.employee_no ilike ${pattern})`
		: sql`true`;
	const rows = await rowsOf<Omit<AssigneeRow, 'unitName'> & { zh: string; en: string; total: number }>(
		ctx.db,
		sql`select t.id, t.person_id as "personId", people.name, people.employee_no as "employeeNo", units.name_zh as zh,
				units.name_en as en, t.due_on::text as "dueOn", t.assigned_at as "assignedAt", t.state, t.have, t.need,
				count(*) over ()::int as total
			from ${states} t ${joined(ctx)}
			where ${inUnit} and ${matches} and ${filter.state ? sql`t.state = ${filter.state}` : sql`true`}
			order by array_position(array['late', 'notBegun', 'underWay', 'done', 'exempt'], t.state), t.due_on,
				people.employee_no limit ${PAGE_SIZE} offset ${(filter.page - 1) * PAGE_SIZE}`
	);
	const { title, steps } = await loadSubject(ctx.db, assignment);
	const { subjectType, subjectCode, lookBackDays, note, unitPath } = assignment;
	const may = can(ctx.actor, 'assignments.assignment.manage', { unitPath }).ok && !assignment.endedAt;
	return {
		...{ id, title: assignment.title, subjectType, subjectCode, subjectTitle: title, lookBackDays, note },
		createdAt: assignment.createdAt.toISOString(),
		endedAt: assignment.endedAt?.toISOString() ?? null,
		...{ steps: steps.length, pace: PACE_MINUTES, mayManage: may, filter },
		...(await describeGroups(ctx, assignment)),
		counts: Object.fromEntries(counts.map(({ state, n }) => [state, n])) as Partial<
			Record<AssigneeState, number>
		>,
		units: await listUnits(ctx, { where: 'assignments.assignment.read' }),
		rows: rows.map(({ zh, en, total: _total, ...row }) => ({
			...row,
			assignedAt: instant(row.assignedAt),
			unitName: { 'zh-CN': zh, en }
		})),
		...{ page: filter.page, pageSize: PAGE_SIZE, total: rows[0]?.total ?? 0 },
		exceptions: await listExceptions(ctx, id)
	};
}
export type AssignmentPage = Awaited<ReturnType<typeof getAssignment>>;

const MOST_EXCEPTIONS = 200;

/** The due dates that wait to be settled, at most 200; the reader's own is marked, which others settle. */
async function listExceptions(ctx: Context, id: string) {
	const rows = await rowsOf<{
		id: string;
		personId: string;
		name: string;
		employeeNo: string;
		zh: string;
		en: string;
		dueOn: IsoDate;
		possibleOn: IsoDate;
		raisedAt: string | Date;
		total: number;
	}>(
		ctx.db,
		sql`select t.id, t.person_id as "personId", people.name, people.employee_no as "employeeNo", units.name_zh as zh,
				units.name_en as en, t.due_on::text as "dueOn", t.possible_on::text as "possibleOn", t.raised_at as "raisedAt",
				count(*) over ()::int as total
			from assignment_exceptions t ${joined(ctx)} where t.assignment_id = ${id} and t.resolution is null
			order by t.due_on, people.employee_no limit ${MOST_EXCEPTIONS}`
	);
	const today = dateIn(ctx.now);
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	return {
		total: rows[0]?.total ?? 0,
		rows: rows.map(({ zh, en, raisedAt, total: _total, personId, ...row }) => ({
			...row,
			unitName: { 'zh-CN': zh, en },
			kind: exceptionKind(row.dueOn, dateIn(new Date(raisedAt))),
			/** What a move would make the due date today. */
			possibleOn: realisticOn(dateIn(new Date(raisedAt)), row.possibleOn, today),
			own: personId === self
		}))
	};
}
