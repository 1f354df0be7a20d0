import { createHash } from 'node:crypto';
import type { IsoDate } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import type { Policy } from '../policy/types';
import { evaluate } from './evaluate';
import type { Evaluation } from './explanation';
import { inOrder, type PersonFacts } from './facts';

/** What a decision keeps for ever: the facts it used, the explanation, and the SHA-256 of the canonical JSON of each. */
export interface Sealed {
	facts: PersonFacts;
	explanation: Evaluation;
	factsHash: string;
	explanationHash: string;
}

export interface Replayed {
	/** The stored facts and policy version give the stored explanation, byte for byte. */
	identical: boolean;
	/** The stored facts still have the hash that was taken of them. */
	factsIntact: boolean;
	explanationIntact: boolean;
}

const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Evaluates and seals the result with the facts it rests on. */
export function seal(policy: Policy, tier: string, given: PersonFacts, asOf: IsoDate): Sealed {
	const facts = inOrder(given);
	const explanation = evaluate(policy, tier, facts, asOf);
	return { facts, explanation, factsHash: hashOf(facts), explanationHash: hashOf(explanation) };
}

/** Computes a stored decision again from its own facts and policy version. */
export function replay(policy: Policy, tier: string, asOf: IsoDate, stored: Sealed): Replayed {
	const again = canonicalJson(evaluate(policy, tier, stored.facts, asOf));
	return {
		identical: again === canonicalJson(stored.explanation),
		factsIntact: hashOf(stored.facts) === stored.factsHash,
		explanationIntact: hashOf(stored.explanation) === stored.explanationHash
	};
}
