import { addDays, type IsoDate } from '$lib/shared/dates';

/**
 * How a pairing stands for HR, the most urgent first: `disputed` has an open dispute, `unsigned` lacks a signature
 * under its agreement, `overdue` is past its agreed end, `quiet` had no session for the rules' days, `ending` ends
 * within 30 days, `planned` has not begun, `onTrack` is none of these; `ended` is over.
 */
export const healths = [
	'disputed',
	'unsigned',
	'overdue',
	'quiet',
	'ending',
	'onTrack',
	'planned',
	'ended'
] as const;
export type Health = (typeof healths)[number];

/** Days before its end in which a pairing is said to be ending. */
export const ENDING_DAYS = 30;

export interface HealthFacts {
	startsOn: IsoDate;
	endsOn: IsoDate;
	endedOn: IsoDate | null;
	agreed: boolean;
	/** The day on which the agreement came into force, where one was signed. */
	agreedOn: IsoDate | null;
	disputed: number;
	/** The last session that was logged. */
	lastOn: IsoDate | null;
}

/** What a pairing is on a day; `healthOf` says the same in SQL. */
export function computeHealth(facts: HealthFacts, today: IsoDate, quietDays: number): Health {
	if (facts.endedOn) return 'ended';
	if (facts.disputed) return 'disputed';
	if (!facts.agreed) return 'unsigned';
	if (facts.endsOn < today) return 'overdue';
	if (facts.startsOn > today) return 'planned';
	const begun = facts.agreedOn && facts.agreedOn > facts.startsOn ? facts.agreedOn : facts.startsOn;
	const last = facts.lastOn && facts.lastOn > begun ? facts.lastOn : begun;
	if (last < addDays(today, -quietDays)) return 'quiet';
	return facts.endsOn <= addDays(today, ENDING_DAYS) ? 'ending' : 'onTrack';
}
