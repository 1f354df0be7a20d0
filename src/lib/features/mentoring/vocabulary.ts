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

/** Kinds of a meeting with a customer; words under `mentoring.meeting.<kind>`. */
export const meetingKinds = ['visit', 'reception', 'phone', 'online', 'survey', 'event', 'none'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** Minutes that a session usually takes, offered as one touch. */
export const minutePresets = [30, 60, 90, 120, 180] as const;
export const MIN_MINUTES = 15;
/** Also what one trainee can plausibly shadow in a day, all sessions together. */
export const MAX_MINUTES = 720;
/** Pictures of one session. */
export const MAX_PICTURES = 3;
/** How many days back a session may be logged. */
export const LOG_DAYS = 30;

export const endReasons = ['completed', 'transfer', 'request', 'hr'] as const;
/** `left`: one of the two left the organisation; nobody chooses it, it follows. */
export type EndReason = (typeof endReasons)[number] | 'left';

/** Of entries: the one side's word, the other's, or HR's in a dispute. Of agreements: `sign` and `decline`. */
export type SignatureAct = 'submit' | 'countersign' | 'dispute' | 'settle' | 'sign' | 'decline';

/**
 * What an entry is by its signatures: `waiting` for the other side, `countersigned`, `disputed` (its author may correct
 * it), `replaced` by a corrected entry, `lapsed` (nobody answered in time), `settled` by HR: counted or not. Its minutes
 * count when countersigned or settled so, and no flag is open or upheld.
 */
export const entryStates = ['waiting', 'countersigned', 'disputed', 'replaced', 'lapsed', 'settled'] as const;
export type EntryState = (typeof entryStates)[number];

/** What a rule finds implausible in an entry; words under `mentoring.flag.<kind>`. */
export const flagKinds = [
	'overlap',
	'hours',
	'late',
	'outside',
	'unqualified',
	'clock',
	'manager',
	'unanswered'
] as const;
export type FlagKind = (typeof flagKinds)[number];

/** `planned` before its first day, `overdue` after the agreed last day while HR has not ended it. */
export const pairingStates = ['planned', 'active', 'overdue', 'ended'] as const;
export type PairingState = (typeof pairingStates)[number];
