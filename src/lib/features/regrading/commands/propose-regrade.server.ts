import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { candidateOf, demandState, personOf, takeRegrade } from '../load.server';
import type { OfRegrade } from '../schema';
import { regrades } from '../tables.server';
import { tellApprovers } from '../tell.server';

/** Hands a regrade in for somebody else's approval. One at a time in a sitting: the next would rest on marks that this changes. */
export async function proposeRegrade(ctx: Context, input: OfRegrade): Promise<void> {
	try {
		await withTransaction(ctx, async (tx) => {
			const regrade = await takeRegrade(tx, input.regradeId);
			const candidate = await candidateOf(tx, ctx, regrade.sittingId);
			authorize(ctx.actor, 'regrading.regrade.propose', { parties: { candidate } });
			demandState(regrade, 'draft');
			if (!regrade.trialHash) throw conflict('regrading.change.untried');
			const by = personOf(ctx);
			await tx
				.update(regrades)
				.set({ proposedBy: by, proposedAt: ctx.now })
				.where(eq(regrades.id, regrade.id));
			await tellApprovers(tx, ctx, regrade, by);
			await recordAudit(tx, ctx, {
				action: 'regrading.regrade.propose',
				subject: { type: 'regrade', id: regrade.id },
				after: { sittingId: regrade.sittingId, hash: regrade.trialHash }
			});
		});
	} catch (error) {
		if (brokenConstraint(error) !== 'regrades_proposed_once') throw error;
		throw conflict('regrading.propose.another');
	}
}
