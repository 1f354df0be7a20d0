import { and, eq, isNull, or } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { Refusal } from '$lib/shared/errors';
import { endPairing } from './commands/end-pairing.server';
import { pairings } from './tables.server';

/** Ends the pairings of somebody who has left, on either side; who stays is told, and HR can pair them anew. */
export async function endPairingsOfLeaver(ctx: Context, { personId }: { personId: string }): Promise<void> {
	const open = await ctx.db
		.select({ id: pairings.id })
		.from(pairings)
		.where(
			and(or(eq(pairings.traineeId, personId), eq(pairings.mentorId, personId)), isNull(pairings.endedOn))
		);
	for (const { id } of open) {
		try {
			await endPairing(ctx, { pairingId: id, reason: 'left' });
		} catch (error) {
			// HR ended it in the meantime, or this runs a second time.
			if (!(error instanceof Refusal && error.code === 'mentoring.pairing.ended')) throw error;
		}
	}
}
