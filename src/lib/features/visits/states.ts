export const visitStates = ['requested', 'approved', 'refused', 'cancelled'] as const;
export type VisitState = (typeof visitStates)[number];

/** What a state may become, and by which act. */
export const visitMoves: Record<VisitState, readonly VisitState[]> = {
	requested: ['approved', 'refused', 'cancelled'],
	approved: ['cancelled'],
	refused: [],
	cancelled: []
};

/** `none`: nothing to report yet or any more; `due`: to be written; the others as the last version stands. */
export type ReportState = 'none' | 'due' | 'waiting' | 'returned' | 'accepted';
