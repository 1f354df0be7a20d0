import { addDays, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { findPersonalNumber } from './privacy';
import {
	LOG_DAYS,
	MAX_MINUTES,
	MIN_MINUTES,
	type EntryState,
	type PairingState,
	workSteps,
	type SignatureAct,
	type WorkStep
} from './vocabulary';

export interface PairingDates {
	startsOn: IsoDate;
	/** The agreed last day. */
	endsOn: IsoDate;
	/** The day on which HR ended it. */
	endedOn: IsoDate | null;
}

/** What an entry is, from the acts of its signatures and whether a corrected one stands in for it. */
export function computeEntryState(acts: readonly SignatureAct[], replaced: boolean): EntryState {
	if (acts.includes('countersign')) return 'countersigned';
	if (!acts.includes('dispute')) return 'waiting';
	return replaced ? 'replaced' : 'disputed';
}

export function computePairingState(pairing: PairingDates, today: IsoDate): PairingState {
	if (pairing.endedOn) return 'ended';
	if (today < pairing.startsOn) return 'planned';
	return today > pairing.endsOn ? 'overdue' : 'active';
}

/** The last day of a pairing: the agreed one, or the one on which HR ended it before. */
export const lastDay = (pairing: PairingDates): IsoDate =>
	pairing.endedOn && pairing.endedOn < pairing.endsOn ? pairing.endedOn : pairing.endsOn;

/** The days on which a session may have been, as of a day of logging; null when there is none (yet). */
export function sessionDays(pairing: PairingDates, loggedOn: IsoDate): { from: IsoDate; to: IsoDate } | null {
	const last = lastDay(pairing);
	const earliest = addDays(loggedOn, -LOG_DAYS);
	const from = earliest > pairing.startsOn ? earliest : pairing.startsOn;
	const to = loggedOn < last ? loggedOn : last;
	return from <= to ? { from, to } : null;
}

export interface NewEntry {
	occurredOn: IsoDate;
	minutes: number;
	note: string;
}

/**
 * Whether a session may be logged (domain.md 8, step 4).
 * `today` is the server's; `firstLoggedOn` the day on which the first version was logged, for a correction: how
 * far back it may lie counts from there. `minutesThatDay` is what the trainee has that day besides.
 */
export function decideLog(
	entry: NewEntry,
	facts: { pairing: PairingDates; today: IsoDate; firstLoggedOn?: IsoDate; minutesThatDay: number }
): Decision<object> {
	const { pairing, today, firstLoggedOn = today, minutesThatDay } = facts;
	const { occurredOn, minutes } = entry;
	if (occurredOn > today) return no('mentoring.date.future');
	if (occurredOn < pairing.startsOn) return no('mentoring.date.before_start', { date: pairing.startsOn });
	if (occurredOn > lastDay(pairing)) return no('mentoring.date.after_end', { date: lastDay(pairing) });
	if (occurredOn < addDays(firstLoggedOn, -LOG_DAYS)) return no('mentoring.date.too_old', { days: LOG_DAYS });
	if (minutes < MIN_MINUTES || minutes > MAX_MINUTES) return no('mentoring.minutes.range');
	if (minutesThatDay + minutes > MAX_MINUTES) {
		return no('mentoring.minutes.day', {
			logged: minutesThatDay,
			left: Math.max(0, MAX_MINUTES - minutesThatDay)
		});
	}
	const number = findPersonalNumber(entry.note);
	return number ? no(number) : yes({});
}

/** The form field that a refusal of `decideLog` belongs to. */
export function fieldOf(code: string): 'occurredOn' | 'minutes' | 'note' {
	if (code.startsWith('mentoring.date.')) return 'occurredOn';
	return code.startsWith('mentoring.minutes.') ? 'minutes' : 'note';
}

/** Whether the trainee may still answer an entry: nobody signs twice, and nothing that was replaced. */
export function mayAnswer(state: EntryState): Decision<object> {
	return state === 'waiting' ? yes({}) : no('mentoring.entry.answered');
}

/** Whether the mentor may put a corrected entry in the place of this one. */
export function mayReplace(state: EntryState): Decision<object> {
	if (state === 'replaced') return no('mentoring.entry.replaced');
	return state === 'disputed' ? yes({}) : no('mentoring.entry.not_disputed');
}

/** Whether a reflection is at least a sentence: eight Chinese characters, or four words of another script. */
export function isSentence(text: string): boolean {
	const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
	const words =
		text.replace(/\p{Script=Han}/gu, ' ').match(/[\p{L}\p{M}\p{N}'’-]*\p{L}[\p{L}\p{M}\p{N}'’-]*/gu)
			?.length ?? 0;
	return han + 2 * words >= 8;
}

/** Whether two people may be paired as of a day; one active pairing per trainee is the database's to hold. */
export function decidePairing(facts: {
	traineeId: string;
	mentorId: string;
	startsOn: IsoDate;
	endsOn: IsoDate;
	today: IsoDate;
	traineeActive: boolean;
	mentorActive: boolean;
	mentorHasRole: boolean;
}): Decision<object> {
	if (facts.traineeId === facts.mentorId) return no('mentoring.pairing.same_person');
	if (!facts.traineeActive) return no('mentoring.pairing.trainee_inactive');
	if (!facts.mentorActive) return no('mentoring.pairing.mentor_inactive');
	if (!facts.mentorHasRole) return no('mentoring.pairing.no_mentor_role');
	if (facts.endsOn < facts.startsOn) return no('mentoring.pairing.dates');
	if (facts.endsOn < facts.today) return no('mentoring.pairing.over');
	return yes({});
}

/** Minutes and sessions by work step; a session counts with all its minutes for each of its steps. */
export function computeStepMinutes(
	sessions: readonly { minutes: number; steps: readonly number[] }[]
): { step: WorkStep; minutes: number; sessions: number }[] {
	return workSteps.map((step) => {
		const those = sessions.filter((session) => session.steps.includes(step));
		return { step, minutes: those.reduce((sum, { minutes }) => sum + minutes, 0), sessions: those.length };
	});
}
