import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict } from '$lib/shared/errors';
import '../jobs.server';
import { loadMatching, requireState } from '../matching/load.server';
import type { SolveAgain } from '../schema';
import { matchings } from '../tables.server';

/**
 * Solves a matching anew with other weights; what was changed by hand is lost, which the page says. `loadMatching`
 * asks for `mentors.matching.manage`. No authorisation: it is asked there.
 */
export async function solveAgain(ctx: Context, input: SolveAgain): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const matching = await loadMatching(tx, ctx, input.matchingId, { lock: true });
		requireState(matching, ['ready', 'failed'], input.revision);
		const revision = matching.revision + 1;
		const terms = { ...matching.terms, weights: input.weights };
		const changed = await tx
			.update(matchings)
			.set({ state: 'solving', revision, terms, figures: null })
			.where(and(eq(matchings.id, matching.id), eq(matchings.revision, matching.revision)))
			.returning({ id: matchings.id });
		if (!changed.length) throw conflict('mentors.matching.changed');
		await enqueue(tx, ctx, 'mentors.matching.solve', { matchingId: matching.id, revision });
		await recordAudit(tx, ctx, {
			action: 'mentors.matching.solve',
			subject: { type: 'matching', id: matching.id },
			before: { weights: matching.terms.weights },
			after: { weights: input.weights }
		});
		return { id: matching.id };
	});
}
