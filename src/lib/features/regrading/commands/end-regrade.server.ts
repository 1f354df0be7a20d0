import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { candidateOf, demandState, personOf, takeRegrade, writersOf } from '../load.server';
import type { OfRegrade, RejectRegrade } from '../schema';
import { regrades } from '../tables.server';
import { tellProposer } from '../tell.server';

/** Somebody else says no, with reasons that the proposer reads. No mark changes. */
export async function rejectRegrade(ctx: Context, { regradeId, reason }: RejectRegrade): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const regrade = await takeRegrade(tx, regradeId);
		const candidate = await candidateOf(tx, ctx, regrade.sittingId);
		authorize(ctx.actor, 'regrading.regrade.approve', {
			parties: { candidate, proposer: writersOf(regrade) }
		});
		demandState(regrade, 'proposed');
		await tx
			.update(regrades)
			.set({ outcome: 'rejected', outcomeReason: reason, endedBy: personOf(ctx), endedAt: ctx.now })
			.where(eq(regrades.id, regradeId));
		await tellProposer(tx, ctx, regrade, 'regrading.rejected');
		await recordAudit(tx, ctx, {
			action: 'regrading.regrade.reject',
			subject: { type: 'regrade', id: regradeId },
			after: { reason }
		});
	});
}

/** Takes a regrade back that nobody has decided. */
export async function withdrawRegrade(ctx: Context, { regradeId }: OfRegrade): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const regrade = await takeRegrade(tx, regradeId);
		const candidate = await candidateOf(tx, ctx, regrade.sittingId);
		authorize(ctx.actor, 'regrading.regrade.propose', { parties: { candidate } });
		demandState(regrade, 'draft', 'proposed');
		await tx
			.update(regrades)
			.set({ outcome: 'withdrawn', endedBy: personOf(ctx), endedAt: ctx.now })
			.where(eq(regrades.id, regradeId));
		await recordAudit(tx, ctx, {
			action: 'regrading.regrade.withdraw',
			subject: { type: 'regrade', id: regradeId }
		});
	});
}
