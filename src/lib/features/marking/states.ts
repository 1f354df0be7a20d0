/** How the answers of a sitting are shared out: question by question, whole scripts, or as a file says. */
export const allocations = ['question', 'script', 'file'] as const;
export type Allocation = (typeof allocations)[number];

/** In which turn a mark of an answer is given; two who are asked at once know nothing of each other, nor does the third. */
export const turns = ['first', 'second', 'third'] as const;
export type Turn = (typeof turns)[number];

/** What HR should know about an answer. */
export const flagKinds = ['unreadable', 'suspicion'] as const;
export type FlagKind = (typeof flagKinds)[number];

/** How what an answer earns was decided. */
export const outcomeKinds = ['single', 'average', 'median', 'moderated', 'regraded'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** Fewest markers of a sitting: two who disagree need a third who is neither. */
export const FEWEST = { single: 1, double: 3 } as const;
