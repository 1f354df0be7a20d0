import { and, count, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { loadPair } from '../load.server';
import type { ProposePair } from '../schema';
import { hasMentor, lockMentors, personOf } from '../subject.server';
import { pairProposals } from '../tables.server';
import { MAX_OPEN_PROPOSALS } from '../vocabulary';

/**
 * A trainee without a mentor asks for one; HR decides. Refuses mentors who cannot take them, without saying why: that
 * is the mentor's own matter. One open proposal for each pair (`pair_proposals_open`), three at a time.
 */
export async function proposePair(ctx: Context, input: ProposePair): Promise<{ id: string }> {
	const traineeId = personOf(ctx);
	try {
		return await withTransaction(ctx, async (tx) => {
			authorize(ctx.actor, 'mentors.proposal.make', { personId: traineeId });
			await lockMentors(tx, [traineeId]);
			const pair = await loadPair(tx, traineeId, input.mentorId, dateIn(ctx.now));
			if (!pair) throw notFound('mentors.proposal.gone');
			if (await hasMentor(tx, traineeId)) throw conflict('mentors.proposal.has_mentor');
			if (pair.exclusion) throw new Refusal('conflict', 'mentors.proposal.unfit', { name: pair.mentor.name });
			const [open] = await tx
				.select({ n: count() })
				.from(pairProposals)
				.where(and(eq(pairProposals.traineeId, traineeId), eq(pairProposals.state, 'open')));
			if ((open?.n ?? 0) >= MAX_OPEN_PROPOSALS)
				throw conflict('mentors.proposal.many', { most: MAX_OPEN_PROPOSALS });
			const id = newId(ctx.now);
			const proposal = { traineeId, mentorId: pair.mentor.id, note: input.note };
			await tx
				.insert(pairProposals)
				.values({ ...proposal, id, proposedBy: traineeId, state: 'open', createdAt: ctx.now });
			await notify(tx, ctx, {
				personId: pair.mentor.id,
				kind: 'mentors.proposed',
				params: { trainee: pair.trainee.name },
				href: '/mentoring/profile',
				cause: `mentors.proposal.make:${id}`
			});
			await recordAudit(tx, ctx, {
				action: 'mentors.proposal.make',
				subject: { type: 'pairProposal', id },
				personId: traineeId,
				after: { ...proposal, trainee: pair.trainee.name, mentor: pair.mentor.name }
			});
			return { id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'pair_proposals_open') throw conflict('mentors.proposal.twice');
		throw error;
	}
}
