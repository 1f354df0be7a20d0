/** What a proposal may become, and by which permission; anything else is refused. */
export const decisionStates = ['proposed', 'approved', 'rejected', 'withdrawn'] as const;
export type DecisionState = (typeof decisionStates)[number];

export const closings = {
	approve: { to: 'approved', permission: 'tiers.decision.approve' },
	reject: { to: 'rejected', permission: 'tiers.decision.approve' },
	withdraw: { to: 'withdrawn', permission: 'tiers.decision.propose' }
} as const satisfies Record<string, { to: DecisionState; permission: string }>;
