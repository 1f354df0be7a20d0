/** Becomes eligible, or no longer; no longer satisfies the tier held, or does so again. */
export const effects = ['gains', 'loses', 'lapses', 'keeps'] as const;
export type Effect = (typeof effects)[number];

/** Reasons that are no requirement: the tier exists on one side only, or the next tier is another one. */
export const reasons = ['tier.new', 'tier.gone', 'tier.other'] as const;
