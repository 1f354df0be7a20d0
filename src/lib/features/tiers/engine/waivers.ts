import type { IsoDate } from '$lib/shared/dates';
import { mayWaive } from '../policy/waivable';
import type { Policy, Requirement, Tier } from '../policy/types';
import type { Node } from './explanation';
import type { ExceptionFact, PersonFacts } from './facts';
import { isSettled } from './outcome';

/** Exceptions in force on a day, by the name of the requirement that they waive. */
export type Waivers = ReadonlyMap<string, ExceptionFact>;

const NONE: Waivers = new Map();

/** The exceptions to a tier's requirements that hold on a day; of several for one requirement the longest. */
export function waiversOn(
	{ ladder }: Policy,
	tier: Tier | undefined,
	{ exceptions }: PersonFacts,
	on: IsoDate
): Waivers {
	if (!tier || !exceptions.length) return NONE;
	const held = new Map<string, ExceptionFact>();
	for (const fact of exceptions) {
		if (fact.ladder !== ladder || fact.tier !== tier.id || fact.from > on || on > fact.to) continue;
		if (!tier.waivable.some(({ ref }) => ref === fact.ref)) continue;
		const known = held.get(fact.ref);
		if (!known || fact.to > known.to) held.set(fact.ref, fact);
	}
	return held;
}

/** An answer as an exception leaves it. What may never be waived stays as it is, whatever a document says. */
export function waive<N extends Node>(node: N, requirement: Requirement, waivers: Waivers, asOf: IsoDate): N {
	const exception = requirement.ref === null ? undefined : waivers.get(requirement.ref);
	if (!exception || isSettled(node) || !mayWaive(requirement)) return node;
	const waiver = { exceptionId: exception.id, decisionId: exception.decisionId, to: exception.to };
	return { ...node, outcome: 'waived', waiver, earliest: asOf };
}
