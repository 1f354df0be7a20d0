import { and, asc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../people/tables.server';
import { visitMoves, type VisitState } from './states';
import { studyVisits, visitMembers } from './tables.server';

export type Visit = typeof studyVisits.$inferSelect;
export interface Member {
	personId: string;
	name: string;
	employeeNo: string;
	unitPath: string;
}

/** A visit with its visitors by employee number. Throws not_found; asks no permission. */
export async function loadVisit(db: Database, visitId: string): Promise<{ visit: Visit; members: Member[] }> {
	const [visit] = isId(visitId) ? await db.select().from(studyVisits).where(eq(studyVisits.id, visitId)) : [];
	if (!visit) throw notFound();
	const members = await db
		.select({
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitPath: units.path
		})
		.from(visitMembers)
		.innerJoin(people, eq(people.id, visitMembers.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(visitMembers.visitId, visit.id))
		.orderBy(asc(people.employeeNo));
	return { visit, members };
}

/** Asks that the actor may manage visits of every one of these people, themselves not among them. */
export function authorizeManaging(ctx: Context, members: readonly Member[]): void {
	const parties = { person: members.map(({ personId }) => personId) };
	for (const { personId, unitPath } of members)
		authorize(ctx.actor, 'visits.visit.manage', { personId, unitPath, parties });
}

/** Moves a visit from the state and revision that were seen; somebody else was faster when nothing is there to move. */
export async function moveVisit(
	tx: Database,
	ctx: Context,
	visit: Visit,
	seen: number,
	to: VisitState,
	reason: string | null = null
): Promise<void> {
	if (visit.revision !== seen || !visitMoves[visit.state].includes(to))
		throw conflict('visits.visit.changed');
	const written = await tx
		.update(studyVisits)
		.set({
			...{ state: to, reason, revision: seen + 1, decidedAt: ctx.now },
			decidedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		})
		.where(
			and(eq(studyVisits.id, visit.id), eq(studyVisits.revision, seen), eq(studyVisits.state, visit.state))
		)
		.returning({ id: studyVisits.id });
	if (!written.length) throw conflict('visits.visit.changed');
}
