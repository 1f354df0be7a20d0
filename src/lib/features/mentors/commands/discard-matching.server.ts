import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { loadMatching, requireState } from '../matching/load.server';
import { matchings } from '../tables.server';

/**
 * A matching that nobody wants any more; its trainees may be in another one. No pairing comes of it.
 * No authorisation: `loadMatching` asks for `mentors.matching.manage`.
 */
export async function discardMatching(ctx: Context, input: { matchingId: string }): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const matching = await loadMatching(tx, ctx, input.matchingId, { lock: true });
		requireState(matching, ['solving', 'ready', 'failed'], null);
		await tx.update(matchings).set({ state: 'discarded' }).where(eq(matchings.id, matching.id));
		await recordAudit(tx, ctx, {
			action: 'mentors.matching.discard',
			subject: { type: 'matching', id: matching.id },
			before: { state: matching.state },
			after: { state: 'discarded' }
		});
		return { id: matching.id };
	});
}
