import { and, eq, isNull } from 'drizzle-orm';
import { authorize, type Actor } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { RubricRow } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { registrations, sittings } from '../exams/tables.server';
import { practicalCandidates, practicals, practicalSlots } from './tables.server';

export type PracticalRow = Omit<typeof practicals.$inferSelect, 'rubric'> & { rubric: RubricRow[] };
export type CandidateRow = typeof practicalCandidates.$inferSelect;
export type SlotRow = typeof practicalSlots.$inferSelect;

export const personOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.personId : null);

/** Throws unless the actor holds the permission and is not a candidate of the sitting: nobody looks into their own exam. */
export async function authorizeSitting(
	db: Database,
	ctx: Context,
	permission: Permission,
	sittingId: string
): Promise<void> {
	const personId = personOf(ctx.actor);
	const [own] = personId
		? await db
				.select({ id: registrations.id })
				.from(registrations)
				.where(
					and(
						eq(registrations.sittingId, sittingId),
						eq(registrations.personId, personId),
						isNull(registrations.withdrawnAt)
					)
				)
		: [];
	authorize(ctx.actor, permission, { parties: { candidate: own && personId } });
}

interface HeldPractical {
	practical: PracticalRow;
	sitting: typeof sittings.$inferSelect;
}

/**
 * Holds the practical part of a sitting whose results are not out: those who change what is set up come one after the other.
 * Throws notFound, or a conflict once the results are out. Asks no permission: the caller does.
 */
export async function lockPractical(tx: Database, sittingId: string): Promise<HeldPractical> {
	const [practical] = await tx
		.select()
		.from(practicals)
		.where(eq(practicals.sittingId, sittingId))
		.for('no key update');
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!practical || !sitting) throw notFound();
	if (sitting.releasedAt) throw conflict('practicals.released');
	return { practical: practical as PracticalRow, sitting };
}

/** The same for who sets it up. Throws forbidden too. */
export async function holdPractical(tx: Database, ctx: Context, sittingId: string): Promise<HeldPractical> {
	await authorizeSitting(tx, ctx, 'practicals.practical.manage', sittingId);
	return lockPractical(tx, sittingId);
}

/** Holds a candidate's practical part: sheets, panel and absence of one candidate change one after the other. Throws notFound. */
export async function holdCandidate(tx: Database, candidateId: string): Promise<CandidateRow> {
	const [candidate] = await tx
		.select()
		.from(practicalCandidates)
		.where(eq(practicalCandidates.id, candidateId))
		.for('update');
	if (!candidate) throw notFound();
	return candidate;
}

/** The same with the practical part held first, for who sets it up. */
export async function holdManagedCandidate(tx: Database, ctx: Context, candidateId: string) {
	const held = await holdPractical(tx, ctx, await sittingOf(tx, candidateId));
	return { ...held, candidate: await holdCandidate(tx, candidateId) };
}

/** The sitting of a candidate's practical part. Throws notFound. */
export async function sittingOf(db: Database, candidateId: string): Promise<string> {
	const [found] = await db
		.select({ sittingId: practicalCandidates.sittingId })
		.from(practicalCandidates)
		.where(eq(practicalCandidates.id, candidateId));
	if (!found) throw notFound();
	return found.sittingId;
}
