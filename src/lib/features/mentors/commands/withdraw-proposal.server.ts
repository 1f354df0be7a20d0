import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { loadProposal, settleProposal } from '../proposal.server';

/** The trainee takes their proposal back while nobody has decided on it. */
export async function withdrawProposal(ctx: Context, input: { proposalId: string }): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const { proposal } = await loadProposal(tx, input.proposalId);
		const own = ctx.actor.kind === 'person' && ctx.actor.personId === proposal.proposedBy;
		if (!own) throw notFound();
		authorize(ctx.actor, 'mentors.proposal.make', { personId: proposal.traineeId });
		await settleProposal(tx, proposal.id, { state: 'withdrawn' });
		await recordAudit(tx, ctx, {
			action: 'mentors.proposal.withdraw',
			subject: { type: 'pairProposal', id: proposal.id },
			personId: proposal.traineeId,
			before: { state: 'open' },
			after: { state: 'withdrawn' }
		});
		return { id: proposal.id };
	});
}
