/**
 * Where a sitting stands by the clock: before registration, in it, between registration and the window, in the
 * window, after it, and after release.
 */
export const sittingPhases = ['announced', 'registering', 'waiting', 'open', 'closed', 'released'] as const;
export type SittingPhase = (typeof sittingPhases)[number];

/**
 * Where a candidate of a sitting stands. `absent`: registered, and the window closed without them; `unread`: it closed, and
 * what they wrote on paper is not entered yet.
 */
export const candidateStates = [
	'registered',
	'inProgress',
	'unread',
	'handedIn',
	'marked',
	'absent'
] as const;
export type CandidateState = (typeof candidateStates)[number];

export interface SittingTimes {
	registrationOpensAt: Date;
	registrationClosesAt: Date;
	opensAt: Date;
	closesAt: Date;
	releasedAt?: Date | null;
}

/** The phase of a sitting at a time. The window wins where registration still runs in it. */
export function phaseOf(sitting: SittingTimes, now: Date): SittingPhase {
	if (sitting.releasedAt) return 'released';
	if (now >= sitting.closesAt) return 'closed';
	if (now >= sitting.opensAt) return 'open';
	if (now < sitting.registrationOpensAt) return 'announced';
	return now < sitting.registrationClosesAt ? 'registering' : 'waiting';
}

/** The state of a registered candidate at a time; `unread`: they sit in a paper room, and nothing is settled about them. */
export function candidateState(
	attempt: { handedInAt: Date | null; marked: boolean } | null,
	sitting: Pick<SittingTimes, 'closesAt'>,
	now: Date,
	unread = false
): CandidateState {
	if (!attempt && now < sitting.closesAt) return 'registered';
	if (!attempt) return unread ? 'unread' : 'absent';
	if (!attempt.handedInAt) return 'inProgress';
	return attempt.marked ? 'marked' : 'handedIn';
}

/** Who handed a paper in; `paper`: it was collected in a room without a network. */
export const handedInBys = ['candidate', 'server', 'invigilator', 'paper'] as const;
export type HandedInBy = (typeof handedInBys)[number];

/**
 * What the end of the window cuts off: every attempt, those without extra time (who then have theirs beyond it), or none,
 * so that whoever begins late has the whole time limit all the same.
 */
export const endCuts = ['window', 'allowance', 'none'] as const;
export type EndCut = (typeof endCuts)[number];

/** `paper`: without a network; answers are entered afterwards. */
export const roomKinds = ['site', 'online', 'paper'] as const;
export type RoomKind = (typeof roomKinds)[number];

/** Who reads answers that no rule can mark: then no paper may ask for one, or one marker, or two who know nothing of each other. */
export const readings = ['nobody', 'single', 'double'] as const;
export type Reading = (typeof readings)[number];

/** What candidates see of their paper once results are out: every question, those not fully right, or none. */
export const showings = ['all', 'missed', 'none'] as const;
export type Showing = (typeof showings)[number];

export const holdDecisions = ['cleared', 'annulled'] as const;
export type HoldDecision = (typeof holdDecisions)[number];

/** How what a candidate wrote on paper was read: typed by a person, or by a scanner. */
export const readingSources = ['keyed', 'scan'] as const;
export type ReadingSource = (typeof readingSources)[number];

/** What the record of a sitting keeps: of the candidate and their device, of invigilators, of the server. */
export const eventKinds = [
	'start',
	'seat',
	'seatRefused',
	'breakBegin',
	'breakEnd',
	'leave',
	'fullScreenLeft',
	'copyTried',
	'addressChanged',
	'saveRefused',
	'extend',
	'pause',
	'resume',
	'freeDevice',
	'flag',
	'note',
	'incident',
	'handIn',
	'giveBack',
	'close',
	/** The papers of a room were opened to be printed. */
	'print',
	/** When writing began and ended in a paper room. */
	'times',
	/** What two have read of a candidate's sheet is settled. */
	'read'
] as const;
export type EventKind = (typeof eventKinds)[number];

/** How a study ended whose panel sets a pass mark. */
export const studyOutcomes = ['approved', 'rejected', 'dropped'] as const;
export type StudyOutcome = (typeof studyOutcomes)[number];

/** Judges estimate, the result waits for somebody else's approval, or it is over. */
export const studyStates = ['judging', 'proposed', ...studyOutcomes] as const;
export type StudyState = (typeof studyStates)[number];

export const studyStateOf = (study: { closedAt: Date | null; outcome: StudyOutcome | null }): StudyState =>
	study.outcome ?? (study.closedAt ? 'proposed' : 'judging');
