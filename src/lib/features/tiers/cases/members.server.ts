import { asc, eq } from 'drizzle-orm';
import type { Subject } from '$lib/access/can';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import { holdersOver, type DecisionRow } from '../subject.server';
import { decisionVotes } from '../tables.server';

export interface CastVote {
	voterId: string;
	name: string;
	round: number;
	vote: 'yes' | 'no' | 'abstain';
	reason: string | null;
	votedAt: Date;
}

/** Every vote on a case, in every round, in the order in which they were cast. */
export const votesOn = (db: Database, decisionId: string): Promise<CastVote[]> =>
	db
		.select({
			voterId: decisionVotes.voterId,
			name: people.name,
			round: decisionVotes.round,
			vote: decisionVotes.vote,
			reason: decisionVotes.reason,
			votedAt: decisionVotes.votedAt
		})
		.from(decisionVotes)
		.innerJoin(people, eq(people.id, decisionVotes.voterId))
		.where(eq(decisionVotes.decisionId, decisionId))
		.orderBy(asc(decisionVotes.votedAt), asc(decisionVotes.id));

/**
 * The members of the committee over a person's unit today: who may vote on their case, and who is recused because
 * they are the person, proposed it, mentor them or are their head.
 */
export async function membersFor(
	db: Database,
	{ parties }: Subject,
	unitPath: string,
	today: IsoDate
): Promise<{ voters: string[]; recused: string[] }> {
	const members = await holdersOver(db, 'committeeMember', [unitPath], today);
	const involved = new Set(Object.values(parties ?? {}).flat());
	return {
		voters: members.filter((id) => !involved.has(id)),
		recused: members.filter((id) => involved.has(id))
	};
}

/** The votes of the case's round that count: whoever has become a party to it since voting is recused as well. */
export function countingVotes(
	{ round }: Pick<DecisionRow, 'round'>,
	votes: readonly CastVote[],
	{ parties }: Subject
): CastVote[] {
	const involved = new Set(Object.values(parties ?? {}).flat());
	return votes.filter((one) => one.round === round && !involved.has(one.voterId));
}

/** Members who may still vote in the case's round. */
export const stillToVote = (
	{ round }: Pick<DecisionRow, 'round'>,
	voters: readonly string[],
	votes: readonly CastVote[]
): string[] => voters.filter((id) => !votes.some((one) => one.round === round && one.voterId === id));
