import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { outsideTrainings } from './tables.server';

export type Claim = typeof outsideTrainings.$inferSelect;

/** A claim that the officer may decide on, held to the end of the transaction. Nobody decides on their own. */
export async function claimToDecide(tx: Database, ctx: Context, claimId: string): Promise<Claim> {
	const [claim] = await tx
		.select()
		.from(outsideTrainings)
		.where(eq(outsideTrainings.id, claimId))
		.for('update');
	if (!claim) throw notFound();
	const { personId } = claim;
	const { unitPath } = await getPersonSubject(tx, personId);
	authorize(ctx.actor, 'credit.outside.accept', { personId, unitPath, parties: { person: personId } });
	if (claim.state !== 'submitted') throw conflict('credit.outside.decided');
	return claim;
}

/** Writes what was decided on a claim that nobody has decided on yet. */
export async function decideOn(
	tx: Database,
	ctx: Context,
	claim: Claim,
	decided: { state: 'accepted' | 'refused'; reason: string | null }
): Promise<void> {
	const written = await tx
		.update(outsideTrainings)
		.set({
			...decided,
			decidedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			decidedAt: ctx.now
		})
		.where(and(eq(outsideTrainings.id, claim.id), eq(outsideTrainings.state, 'submitted')))
		.returning({ id: outsideTrainings.id });
	if (!written.length) throw conflict('credit.outside.decided');
}
