/** The seven steps of a customer manager's work, by number (domain.md 5.3, item 5); words under `mentoring.step.<n>`. */
export const workSteps = [1, 2, 3, 4, 5, 6, 7] as const;
export type WorkStep = (typeof workSteps)[number];

/** The three dimensions that a mentor observes (domain.md 4); words under `mentoring.rubric.<dimension>`. */
export const rubricDimensions = ['character', 'skill', 'work'] as const;
export type RubricDimension = (typeof rubricDimensions)[number];

/** From "needs work" to "an example to others"; words under `mentoring.rubric.<dimension>.<level>`. */
export const rubricLevels = [1, 2, 3, 4] as const;
export type RubricLevel = (typeof rubricLevels)[number];

/** What was observed: a dimension without a level was not observed. */
export type Rubric = Partial<Record<RubricDimension, RubricLevel>>;

/** Minutes that a session usually takes, offered as one touch. */
export const minutePresets = [30, 60, 90, 120, 180] as const;
export const MIN_MINUTES = 15;
/** Also what one trainee can plausibly shadow in a day, all sessions together. */
export const MAX_MINUTES = 720;
/** How many days back a session may be logged. */
export const LOG_DAYS = 30;

export const endReasons = ['completed', 'transfer', 'request', 'hr'] as const;
/** `left`: one of the two left the organisation; nobody chooses it, it follows. */
export type EndReason = (typeof endReasons)[number] | 'left';

/** Of entries: the one side's word, the other's, or HR's in a dispute. Of agreements: `sign` and `decline`. */
export type SignatureAct = 'submit' | 'countersign' | 'dispute' | 'settle' | 'sign' | 'decline';

/**
 * What an entry is by its signatures: `waiting` for the trainee, `countersigned` (its minutes count), `disputed`
 * (the mentor may correct it), or `replaced` by a corrected entry.
 */
export type EntryState = 'waiting' | 'countersigned' | 'disputed' | 'replaced';

/** `planned` before its first day, `overdue` after the agreed last day while HR has not ended it. */
export const pairingStates = ['planned', 'active', 'overdue', 'ended'] as const;
export type PairingState = (typeof pairingStates)[number];
