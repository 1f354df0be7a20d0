import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { closeVoting } from '../cases/close-voting.server';
import { judgeCase, refuse, ruleOf } from '../cases/judge.server';
import { membersFor, stillToVote, votesOn } from '../cases/members.server';
import { addSteps } from '../cases/steps.server';
import type { VoteOnCase } from '../schema';
import { loadDecision } from '../subject.server';
import { decisionVotes } from '../tables.server';

/**
 * A member of the committee votes on a case, once in a round and for good; never whoever it is about, proposed it,
 * mentors them or is their head. The vote that settles quorum and majority closes the review.
 */
export async function voteOnCase(ctx: Context, input: VoteOnCase): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.vote', subject);
		if (ctx.actor.kind !== 'person') throw forbidden();
		const { id, round, personId } = decision;
		if (decision.state !== 'proposed') throw conflict('tiers.decision.closed');
		const judgement = await judgeCase(tx, decision, person, ctx.now, ctx.locale);
		const rule = ruleOf(judgement.policy, decision);
		if (rule.by !== 'committee') throw conflict('cases.case.approver');
		refuse(judgement.holds);
		const voterId = ctx.actor.personId;
		await tx
			.insert(decisionVotes)
			.values({
				...{ id: newId(ctx.now), decisionId: id, round, voterId },
				...{ vote: input.vote, reason: input.reason ?? null, votedAt: ctx.now }
			})
			.catch((error) => {
				if (brokenConstraint(error) !== 'decision_votes_once') throw error;
				throw conflict('cases.vote.once');
			});
		await addSteps(tx, ctx, id, [{ kind: 'vote' }]);
		const votes = await votesOn(tx, id);
		const { voters } = await membersFor(tx, subject, person.unitPath, dateIn(ctx.now));
		const remaining = stillToVote(decision, voters, votes).length;
		const closed = await closeVoting(tx, ctx, { decision, person, judgement, rule, votes, remaining });
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.vote',
			subject: { type: 'decision', id },
			personId,
			before: { state: 'proposed' },
			after: { round, vote: input.vote, ...(closed ?? { state: 'proposed' }) }
		});
	});
}
