import type { PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { DecisionRule } from '../policy/types';
import type { DecisionState } from '../states';
import { subjectOf, type DecisionRow } from '../subject.server';
import { outcomeOf } from './committee';
import { refuse, type Judgement } from './judge.server';
import { countingVotes, type CastVote } from './members.server';
import { passReview, placesLeft } from './pass.server';
import { refuseCase } from './refuse.server';

export interface Voting {
	decision: DecisionRow;
	person: PersonSubject;
	judgement: Judgement;
	rule: Extract<DecisionRule, { by: 'committee' }>;
	votes: readonly CastVote[];
	/** Members who may still vote; 0 when the time for voting is over. */
	remaining: number;
}

/**
 * Closes a committee's review once its votes settle it, by the votes alone; null while they do not. An approval needs
 * a free place: when there is none, the vote that would give it is refused.
 */
export async function closeVoting(
	tx: Database,
	ctx: Context,
	{ decision, person, judgement, rule, votes, remaining }: Voting
): Promise<{ state: DecisionState } | null> {
	const subject = await subjectOf(tx, person, decision.proposedBy);
	const cast = countingVotes(decision, votes, subject).map(({ vote }) => vote);
	const outcome = outcomeOf(rule, cast, remaining);
	if (!outcome) return null;
	const { policyVersionId, asOf, sealed } = judgement;
	const step = { judged: { policyVersionId, asOf, sealed }, bySystem: true, closedBy: null };
	if (outcome === 'reject') {
		await refuseCase(tx, ctx, decision, person.name, { kind: 'reject', ...step });
		return { state: 'rejected' };
	}
	refuse(await placesLeft(tx, ctx, decision, person, judgement, ['notice', 'approved']));
	return passReview(tx, ctx, decision, judgement, { kind: 'approve', ...step });
}
