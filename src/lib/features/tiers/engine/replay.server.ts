import { createHash } from 'node:crypto';
import type { IsoDate } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import type { Policy, Purpose } from '../policy/types';
import { evaluate } from './evaluate';
import { ENGINE_VERSION, type Evaluation } from './explanation';
import { inOrder, type PersonFacts } from './facts';
import { storedFacts } from './stored-facts';

/** What a decision keeps for ever: the facts it used, the explanation, and the SHA-256 of the canonical JSON of each. */
export interface Sealed {
	facts: PersonFacts;
	explanation: Evaluation;
	factsHash: string;
	explanationHash: string;
}

export interface Replayed {
	/**
	 * The stored facts and policy version give the stored explanation, byte for byte; of an explanation by an
	 * older engine the same verdict.
	 */
	identical: boolean;
	/** The stored facts still have the hash that was taken of them. */
	factsIntact: boolean;
	explanationIntact: boolean;
	/** The engine that explained it, and whether that is not the one that replays. */
	engine: number;
	olderEngine: boolean;
}

export const hashOf = (value: unknown): string =>
	createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Evaluates and seals the result with the facts it rests on. */
export function seal(
	policy: Policy,
	tier: string,
	given: PersonFacts,
	asOf: IsoDate,
	options: { purpose?: Purpose } = {}
): Sealed {
	const facts = inOrder(given);
	const explanation = evaluate(policy, tier, facts, asOf, options);
	return { facts, explanation, factsHash: hashOf(facts), explanationHash: hashOf(explanation) };
}

/**
 * Computes a stored decision again from its own facts and policy version, for the purpose that its explanation
 * names. Policy as `storedPolicy` gives it; facts and explanation exactly as they were stored.
 */
export function replay(policy: Policy, tier: string, asOf: IsoDate, stored: Sealed): Replayed {
	const { explanation } = stored;
	// Engine 1 knew one purpose and did not name it.
	const purpose = (explanation as Partial<Evaluation>).purpose ?? 'promote';
	const again = evaluate(policy, tier, storedFacts(stored.facts), asOf, { purpose });
	const olderEngine = explanation.engine < ENGINE_VERSION;
	return {
		identical: olderEngine
			? again.eligible === explanation.eligible
			: canonicalJson(again) === canonicalJson(explanation),
		factsIntact: hashOf(stored.facts) === stored.factsHash,
		explanationIntact: hashOf(explanation) === stored.explanationHash,
		engine: explanation.engine,
		olderEngine
	};
}
