import type { DecisionKind, DecisionState } from '../states';

/** Kinds that take something from a person: they are told before, never after. */
const ADVERSE: readonly DecisionKind[] = ['retraining', 'demotion', 'exit'];

/**
 * Whether the person whom a case is about may see it: what takes something from them from its proposal on, anything
 * else once a person has approved it. Withdrawn ones and refused favours were never theirs to know.
 */
export const isTold = ({ kind, state }: { kind: DecisionKind; state: DecisionState }): boolean =>
	state === 'notice' ||
	state === 'approved' ||
	state === 'effective' ||
	(ADVERSE.includes(kind) && state !== 'withdrawn');
