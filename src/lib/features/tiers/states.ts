import type { Permission } from '$lib/access/permissions';

/** What a case may be about (glossary, 晋级 / 降级 / 退出). */
export const decisionKinds = [
	'admission',
	'appointment',
	'promotion',
	'exception',
	'retraining',
	'demotion',
	'exit',
	'reinstatement'
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/**
 * How far a case is: proposed, in public notice, approved and waiting for its date, in effect; or refused, or
 * withdrawn. The last three are its ends, and `notice` and `approved` may fall back to `proposed`.
 */
export const decisionStates = [
	'proposed',
	'notice',
	'approved',
	'effective',
	'rejected',
	'withdrawn'
] as const;
export type DecisionState = (typeof decisionStates)[number];

export const openStates = ['proposed', 'notice', 'approved'] as const satisfies DecisionState[];
export const isOpen = (state: DecisionState): boolean => (openStates as readonly string[]).includes(state);

/** What happens to a case; each is kept as a step. */
export const stepKinds = [
	'propose',
	'vote',
	'approve',
	'reject',
	'notice',
	'object',
	'answer',
	'reopen',
	'effect',
	'withdraw',
	/** It no longer held when its next step was due. */
	'fallBack'
] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * What a step makes of a case, from which states, and by which permission (null: the system's); anything else is
 * refused. A review ends in `notice` when the policy wants one, in `approved` when the date is still to come, and
 * in `effective` at once otherwise.
 */
export const transitions = {
	approve: {
		from: ['proposed'],
		to: ['notice', 'approved', 'effective'],
		permission: 'tiers.decision.approve'
	},
	reject: { from: ['proposed'], to: ['rejected'], permission: 'tiers.decision.approve' },
	effect: { from: ['notice', 'approved'], to: ['approved', 'effective'], permission: null },
	reopen: {
		from: ['notice', 'approved', 'rejected'],
		to: ['proposed'],
		permission: 'tiers.decision.approve'
	},
	fallBack: { from: ['notice', 'approved'], to: ['proposed'], permission: null },
	withdraw: {
		from: ['proposed', 'notice', 'approved'],
		to: ['withdrawn'],
		permission: 'tiers.decision.propose'
	}
} as const satisfies Record<
	string,
	{ from: readonly DecisionState[]; to: readonly DecisionState[]; permission: Permission | null }
>;
export type Transition = keyof typeof transitions;
