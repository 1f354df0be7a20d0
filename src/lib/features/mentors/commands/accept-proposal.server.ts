import { and, eq, ne } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { createPairing } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { notFound, Refusal } from '$lib/shared/errors';
import { loadPair } from '../load.server';
import { authorizeDecision, loadProposal, settleProposal } from '../proposal.server';
import type { AcceptProposal } from '../schema';
import { lockMentors, personOf } from '../subject.server';
import { pairProposals } from '../tables.server';

/**
 * HR agrees to what a trainee asked for, with a reason, and pairs the two in the same transaction. Refuses when the
 * mentor cannot take them any more. Other proposals of the trainee fall away: they have a mentor now.
 */
export async function acceptProposal(ctx: Context, input: AcceptProposal): Promise<{ pairingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const loaded = await loadProposal(tx, input.proposalId);
		authorizeDecision(ctx, loaded);
		const { proposal } = loaded;
		await lockMentors(tx, [proposal.mentorId]);
		const today = dateIn(ctx.now);
		const { startsOn, endsOn, plannedMinutes, goal, reason } = input;
		const pair = await loadPair(
			tx,
			proposal.traineeId,
			proposal.mentorId,
			startsOn > today ? startsOn : today
		);
		if (!pair) throw notFound('mentors.proposal.gone');
		if (pair.exclusion) throw new Refusal('conflict', 'mentors.proposal.unfit', { name: pair.mentor.name });
		const { id: pairingId } = await createPairing(
			{ ...ctx, db: tx },
			{
				...{ traineeId: proposal.traineeId, mentorId: proposal.mentorId },
				...{ startsOn, endsOn, plannedMinutes, goal }
			}
		);
		const decided = { decidedBy: personOf(ctx), decidedAt: ctx.now };
		await settleProposal(tx, proposal.id, { state: 'accepted', ...decided, reason, pairingId });
		await tx
			.update(pairProposals)
			.set({ state: 'withdrawn' })
			.where(
				and(
					eq(pairProposals.traineeId, proposal.traineeId),
					ne(pairProposals.id, proposal.id),
					eq(pairProposals.state, 'open')
				)
			);
		await recordAudit(tx, ctx, {
			action: 'mentors.proposal.accept',
			subject: { type: 'pairProposal', id: proposal.id },
			personId: proposal.traineeId,
			before: { state: 'open' },
			after: { state: 'accepted', reason, pairingId }
		});
		return { pairingId };
	});
}
