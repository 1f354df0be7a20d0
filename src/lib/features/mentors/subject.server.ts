import { and, eq, inArray, isNull } from 'drizzle-orm';
import { can, reachesOf, type Subject } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { getPersonSubject, type PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { pairings } from '../mentoring/tables.server';
import { people } from '../people/tables.server';

/** A mentor as the matter of a permission; whoever may neither read nor be them does not find them. */
export async function mentorSubject(
	db: Database,
	ctx: Context,
	personId: string
): Promise<{ person: PersonSubject; subject: Subject }> {
	if (!isId(personId)) throw notFound();
	const person = await getPersonSubject(db, personId);
	const subject = { personId, unitPath: person.unitPath, parties: { person: personId } };
	const own = ctx.actor.kind === 'person' && ctx.actor.personId === personId;
	if (!own && !can(ctx.actor, 'mentors.mentor.read', subject).ok) throw notFound();
	return { person, subject };
}

/** Staff pages are for those whose permission reaches a unit or everybody. */
export function requireStaff(ctx: Context, permission: Permission): void {
	const wide = reachesOf(ctx.actor, permission).some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide && ctx.actor.kind !== 'system') throw forbidden();
}

/** Holds mentors to the end of the transaction, in one order, so that nobody's places are given away twice. */
export async function lockMentors(tx: Database, ids: readonly string[]): Promise<void> {
	if (!ids.length) return;
	await tx
		.select({ id: people.id })
		.from(people)
		.where(inArray(people.id, [...new Set(ids)]))
		.orderBy(people.id)
		.for('update');
}

/** Whether somebody has a mentor now. */
export async function hasMentor(db: Database, traineeId: string): Promise<boolean> {
	const rows = await db
		.select({ id: pairings.id })
		.from(pairings)
		.where(and(eq(pairings.traineeId, traineeId), isNull(pairings.endedOn)))
		.limit(1);
	return rows.length > 0;
}

/** The signed-in person's id; jobs have none. */
export function personOf(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	return ctx.actor.personId;
}
