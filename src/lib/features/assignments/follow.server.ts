import { asc, eq, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import type { Audience } from './audience';
import './jobs';
import { planFor, type Planned } from './plan.server';
import { assignmentGroups, assignments } from './tables.server';

export type AssignmentRow = typeof assignments.$inferSelect;
export interface Followed {
	assigned: number;
	ended: number;
	exceptions: number;
}
interface NewRow {
	id: string;
	group_id: string;
	person_id: string;
	due_on: string | null;
	possible_on: string | null;
}

/**
 * Assigns whoever has come into an assignment's audience, raises an exception for those who cannot meet their due date,
 * and ends those who have left: of everybody, or of one person. Set by set: it locks the assignment and nothing that a
 * learner writes. Call it with the assignment's row held.
 */
export async function follow(
	tx: Database,
	ctx: Context,
	assignment: AssignmentRow,
	personId?: string
): Promise<Followed> {
	const groups = await tx
		.select()
		.from(assignmentGroups)
		.where(eq(assignmentGroups.assignmentId, assignment.id))
		.orderBy(asc(assignmentGroups.position));
	const scope = {
		unitId: assignment.unitId,
		groups: groups.map(({ kind, value }) => ({ kind, ...(value as object) }) as Audience),
		...(personId ? { personId } : {})
	};
	const planned = await planFor(tx, assignment, scope, groups, dateIn(ctx.now));
	const ended = await endLeavers(tx, ctx, assignment.id, planned, personId);
	const fresh = await newcomers(tx, assignment.id, planned);
	const rows = fresh.map((one): NewRow => ({
		...{ id: newId(ctx.now), group_id: groups[one.group]!.id, person_id: one.personId },
		...{ due_on: one.dueOn, possible_on: one.possibleOn }
	}));
	const late = rows.filter((row) => row.possible_on !== null);
	const assigned = await insertAssignees(
		tx,
		ctx,
		assignment.id,
		rows.filter((row) => row.possible_on === null)
	);
	await raiseExceptions(tx, ctx, assignment.id, late);
	return { assigned, ended, exceptions: late.length };
}

const now = (ctx: Context) => sql`${ctx.now.toISOString()}::timestamptz`;

/** Ends who is assigned and not in the audience any more; an exception that nobody settled goes with them. */
async function endLeavers(
	tx: Database,
	ctx: Context,
	assignmentId: string,
	planned: readonly Planned[],
	personId?: string
): Promise<number> {
	const stay = `{${planned.map((one) => one.personId).join(',')}}`;
	const left = sql`assignment_id = ${assignmentId} and not person_id = any(${stay}::uuid[])
		and ${personId ? sql`person_id = ${personId}` : sql`true`}`;
	await tx.execute(sql`update assignment_exceptions set resolution = 'notAssigned', resolved_at = ${now(ctx)}
		where resolution is null and ${left}`);
	const ended = await rowsOf(
		tx,
		sql`update assignees set ended_at = ${now(ctx)} where ended_at is null and ${left} returning id`
	);
	return ended.length;
}

/** Who is in the audience, not assigned, and about whom no officer decides or has decided. */
async function newcomers(
	tx: Database,
	assignmentId: string,
	planned: readonly Planned[]
): Promise<Planned[]> {
	const known = await rowsOf<{ person: string }>(
		tx,
		sql`select person_id as person from assignees where assignment_id = ${assignmentId} and ended_at is null
			union select person_id from assignment_exceptions where assignment_id = ${assignmentId}
				and (resolution is null or (resolution = 'notAssigned' and resolved_by is not null))`
	);
	const settled = new Set(known.map(({ person }) => person));
	return planned.filter(({ personId }) => !settled.has(personId));
}

/** Writes assignees in one statement, and has them told after the commit. */
export async function insertAssignees(
	tx: Database,
	ctx: Context,
	assignmentId: string,
	rows: readonly Omit<NewRow, 'possible_on'>[]
): Promise<number> {
	if (!rows.length) return 0;
	const written = await rowsOf(
		tx,
		sql`insert into assignees (id, assignment_id, group_id, person_id, due_on, assigned_at)
			select r.id, ${assignmentId}::uuid, r.group_id, r.person_id, r.due_on, ${now(ctx)}
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
				as r(id uuid, group_id uuid, person_id uuid, due_on date)
			on conflict (assignment_id, person_id) where ended_at is null do nothing returning id`
	);
	if (written.length)
		await enqueue(tx, ctx, 'assignments.assignment.tell', { assignmentId, at: ctx.now.toISOString() });
	return written.length;
}

/** One exception for each person and assignment: one that ended by itself is raised anew. */
async function raiseExceptions(tx: Database, ctx: Context, assignmentId: string, rows: readonly NewRow[]) {
	if (!rows.length) return;
	await tx.execute(
		sql`insert into assignment_exceptions (id, assignment_id, group_id, person_id, due_on, possible_on, raised_at)
			select r.id, ${assignmentId}::uuid, r.group_id, r.person_id, r.due_on, r.possible_on, ${now(ctx)}
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
				as r(id uuid, group_id uuid, person_id uuid, due_on date, possible_on date)
			on conflict (assignment_id, person_id) do update set group_id = excluded.group_id, due_on = excluded.due_on,
				possible_on = excluded.possible_on, raised_at = excluded.raised_at, resolution = null, resolved_by = null,
				resolved_at = null, note = null where assignment_exceptions.resolution is not null`
	);
}
