/**
 * Where a sitting stands by the clock: before registration, in it, between registration and the window, in the
 * window, after it, and after release.
 */
export const sittingPhases = ['announced', 'registering', 'waiting', 'open', 'closed', 'released'] as const;
export type SittingPhase = (typeof sittingPhases)[number];

/** Where a candidate of a sitting stands. `absent`: registered, and the window closed without them. */
export const candidateStates = ['registered', 'inProgress', 'handedIn', 'marked', 'absent'] as const;
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

/** The state of a registered candidate at a time. */
export function candidateState(
	attempt: { handedInAt: Date | null; marked: boolean } | null,
	sitting: Pick<SittingTimes, 'closesAt'>,
	now: Date
): CandidateState {
	if (!attempt) return now >= sitting.closesAt ? 'absent' : 'registered';
	if (!attempt.handedInAt) return 'inProgress';
	return attempt.marked ? 'marked' : 'handedIn';
}
