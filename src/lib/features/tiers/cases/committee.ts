import type { DecisionRule } from '../policy/types';

export type Vote = 'yes' | 'no' | 'abstain';
type Committee = Extract<DecisionRule, { by: 'committee' }>;

export interface Tally {
	yes: number;
	no: number;
	abstain: number;
	/** Everybody who voted; abstentions make up the quorum too. */
	voters: number;
}

export function tallyOf(votes: readonly Vote[]): Tally {
	const count = (vote: Vote) => votes.filter((one) => one === vote).length;
	return { yes: count('yes'), no: count('no'), abstain: count('abstain'), voters: votes.length };
}

/** Whether so many votes carry: more than half of yes and no, or two thirds of them at least; nobody's yes is no. */
export function carries({ yes, no }: Pick<Tally, 'yes' | 'no'>, majority: Committee['majority']): boolean {
	if (!yes) return false;
	return majority === 'half' ? yes > no : yes * 3 >= (yes + no) * 2;
}

/**
 * What a committee has decided: `approve` or `reject` once the quorum is there and no vote still to come could turn
 * it; null until then. `remaining`: members who may still vote; 0 when the time for voting is over.
 */
export function outcomeOf(
	rule: Committee,
	votes: readonly Vote[],
	remaining: number
): 'approve' | 'reject' | null {
	const tally = tallyOf(votes);
	if (tally.voters < rule.quorum) return null;
	const best = carries({ yes: tally.yes + remaining, no: tally.no }, rule.majority);
	const worst = carries({ yes: tally.yes, no: tally.no + remaining }, rule.majority);
	// With abstentions to come the result stays as it is now, which lies between the two.
	return best === worst ? (best ? 'approve' : 'reject') : null;
}

/** Days that members have to vote; after them the votes that are there count, if they make the quorum. */
export const VOTING_DAYS = 14;
