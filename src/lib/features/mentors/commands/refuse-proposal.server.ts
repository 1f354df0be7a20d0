import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { authorizeDecision, loadProposal, settleProposal } from '../proposal.server';
import type { RefuseProposal } from '../schema';
import { personOf } from '../subject.server';

/** HR does not agree to a proposal; the trainee is told why and may ask for somebody else. */
export async function refuseProposal(ctx: Context, input: RefuseProposal): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const loaded = await loadProposal(tx, input.proposalId);
		authorizeDecision(ctx, loaded);
		const { proposal, mentor } = loaded;
		await settleProposal(tx, proposal.id, {
			...{ state: 'refused', reason: input.reason },
			...{ decidedBy: personOf(ctx), decidedAt: ctx.now }
		});
		await notify(tx, ctx, {
			personId: proposal.traineeId,
			kind: 'mentors.proposal.refused',
			params: { mentor: mentor.name, reason: input.reason },
			href: '/mentoring/find',
			cause: `mentors.proposal.refuse:${proposal.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'mentors.proposal.refuse',
			subject: { type: 'pairProposal', id: proposal.id },
			personId: proposal.traineeId,
			before: { state: 'open' },
			after: { state: 'refused', reason: input.reason }
		});
		return { id: proposal.id };
	});
}
