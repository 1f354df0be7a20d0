import { and, asc, count, desc, eq, inArray } from 'drizzle-orm';
import { authorize, can, type Verdict } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../people/tables.server';
import { attendance, classEnrolments, classes, classSessions } from './tables.server';
import type { AttendanceState } from './vocabulary';

export type ClassRow = typeof classes.$inferSelect;
export type SessionRow = typeof classSessions.$inferSelect;
export type EnrolmentRow = typeof classEnrolments.$inferSelect;
export interface LoadedClass extends ClassRow {
	unitPath: string;
	sessions: SessionRow[];
}

/** A class with its sessions in order. Asks no permission: the caller does. */
export const loadClass = (db: Database, classId: string) => load(db, classId, false);

/** The same, held to the end of the transaction: whatever changes a class or who is in it happens one by one. */
export const lockClass = (tx: Database, classId: string) => load(tx, classId, true);

async function load(db: Database, classId: string, hold: boolean): Promise<LoadedClass> {
	const found = db
		.select({ row: classes, unitPath: units.path })
		.from(classes)
		.innerJoin(units, eq(units.id, classes.unitId))
		.where(eq(classes.id, classId));
	const [row] = isId(classId) ? await (hold ? found.for('update', { of: classes }) : found) : [];
	if (!row) throw notFound();
	return { ...row.row, unitPath: row.unitPath, sessions: await sessionsOf(db, classId) };
}

export const sessionsOf = (db: Database, classId: string): Promise<SessionRow[]> =>
	db
		.select()
		.from(classSessions)
		.where(eq(classSessions.classId, classId))
		.orderBy(asc(classSessions.startsAt), classSessions.id);

export const mayManage = (ctx: Context, row: { unitPath: string }): Verdict =>
	can(ctx.actor, 'classes.class.manage', { unitPath: row.unitPath });
export const mayTeach = (ctx: Context, row: { unitPath: string; teacherId: string }): boolean =>
	can(ctx.actor, 'classes.class.teach', { personId: row.teacherId }).ok || mayManage(ctx, row).ok;

/** For commands of officers: a draft of another unit is not there for whoever may not manage it. */
export function authorizeManage(ctx: Context, row: { unitPath: string; state: string }): void {
	const verdict = mayManage(ctx, row);
	if (!verdict.ok && row.state === 'draft') throw notFound();
	authorize(ctx.actor, 'classes.class.manage', { unitPath: row.unitPath });
}

/** For the teacher's screen: the class's teacher, or whoever manages it. */
export function authorizeTeach(
	ctx: Context,
	row: { unitPath: string; teacherId: string; state: string }
): void {
	if (mayTeach(ctx, row)) return;
	if (row.state === 'draft') throw notFound();
	throw forbidden();
}

export const personOf = (ctx: Context): string => {
	if (ctx.actor.kind !== 'person') throw forbidden();
	return ctx.actor.personId;
};
export const actorId = (ctx: Context): string | null =>
	ctx.actor.kind === 'person' ? ctx.actor.personId : null;

/** How many hold a place. */
export async function countEnrolled(db: Database, classId: string): Promise<number> {
	const [row] = await db
		.select({ n: count() })
		.from(classEnrolments)
		.where(and(eq(classEnrolments.classId, classId), eq(classEnrolments.state, 'enrolled')));
	return row?.n ?? 0;
}

/** Who is in a class, asks to be or waits, in the order in which they asked. */
export const openEnrolments = (db: Database, classId: string): Promise<EnrolmentRow[]> =>
	db
		.select()
		.from(classEnrolments)
		.where(
			and(
				eq(classEnrolments.classId, classId),
				inArray(classEnrolments.state, ['requested', 'waiting', 'enrolled'])
			)
		)
		.orderBy(asc(classEnrolments.requestedAt), classEnrolments.id);

/** A person's last enrolment in a class. */
export async function lastEnrolment(
	db: Database,
	classId: string,
	personId: string
): Promise<EnrolmentRow | null> {
	const [row] = await db
		.select()
		.from(classEnrolments)
		.where(and(eq(classEnrolments.classId, classId), eq(classEnrolments.personId, personId)))
		.orderBy(desc(classEnrolments.requestedAt), desc(classEnrolments.id))
		.limit(1);
	return row ?? null;
}

/** One enrolment of a class by its id. */
export async function loadEnrolment(
	db: Database,
	classId: string,
	enrolmentId: string
): Promise<EnrolmentRow> {
	const [row] = await db
		.select()
		.from(classEnrolments)
		.where(and(eq(classEnrolments.classId, classId), eq(classEnrolments.id, enrolmentId)));
	if (!row) throw notFound();
	return row;
}

export type AttendanceRow = typeof attendance.$inferSelect;

/** What counts of the attendance of sessions: the last row of each person and session. */
export async function attendanceOf(db: Database, sessionIds: readonly string[]): Promise<AttendanceRow[]> {
	if (!sessionIds.length) return [];
	return db
		.selectDistinctOn([attendance.sessionId, attendance.personId])
		.from(attendance)
		.where(inArray(attendance.sessionId, [...sessionIds]))
		.orderBy(attendance.sessionId, attendance.personId, desc(attendance.recordedAt), desc(attendance.id));
}

/** The states of a person's sessions, in the order of the sessions; null where nothing was recorded. */
export function statesOf(
	sessions: readonly { id: string }[],
	rows: readonly AttendanceRow[],
	personId: string
): (AttendanceState | null)[] {
	return sessions.map(
		({ id }) => rows.find((row) => row.sessionId === id && row.personId === personId)?.state ?? null
	);
}

export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
	if (!ids.length) return new Map();
	const rows = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, [...ids]));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
