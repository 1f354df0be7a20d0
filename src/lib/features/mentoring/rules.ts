import { addDays, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { findPersonalNumber } from './privacy';
import { type MentoringRules } from './policy';
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

/** What an entry is, by the acts of its signatures, whether a corrected one stands in for it, and whether it lapsed. */
export function computeEntryState(
	acts: readonly SignatureAct[],
	replaced: boolean,
	lapsed = false
): EntryState {
	if (acts.includes('settle')) return 'settled';
	if (acts.includes('countersign')) return 'countersigned';
	if (!acts.includes('dispute')) return lapsed ? 'lapsed' : 'waiting';
	return replaced ? 'replaced' : 'disputed';
}

/** Whether an entry's minutes count: signed by both or settled so by HR, and no flag is open or upheld. */
export const computeCounts = (
	state: EntryState,
	facts: { settledAsCounted: boolean; flags: readonly { cleared: boolean | null }[] }
): boolean =>
	(state === 'countersigned' || (state === 'settled' && facts.settledAsCounted)) &&
	facts.flags.every(({ cleared }) => cleared === true);

/** The last day on which the other side may answer what was submitted on a day. */
export const answerBy = (submittedOn: IsoDate, { answerDays }: Pick<MentoringRules, 'answerDays'>): IsoDate =>
	addDays(submittedOn, answerDays);

export function computePairingState(pairing: PairingDates, today: IsoDate): PairingState {
	if (pairing.endedOn) return 'ended';
	if (today < pairing.startsOn) return 'planned';
	return today > pairing.endsOn ? 'overdue' : 'active';
}

/** The last day of a pairing: the agreed one, or the one on which HR ended it before. */
export const lastDay = (pairing: PairingDates): IsoDate =>
	pairing.endedOn && pairing.endedOn < pairing.endsOn ? pairing.endedOn : pairing.endsOn;

/** The days on which a session may have been, as of a day of logging; null when there is none (yet). */
export function sessionDays(
	pairing: PairingDates,
	loggedOn: IsoDate,
	logDays = LOG_DAYS
): { from: IsoDate; to: IsoDate } | null {
	const last = lastDay(pairing);
	const earliest = addDays(loggedOn, -logDays);
	const from = earliest > pairing.startsOn ? earliest : pairing.startsOn;
	const to = loggedOn < last ? loggedOn : last;
	return from <= to ? { from, to } : null;
}

export interface NewEntry {
	occurredOn: IsoDate;
	minutes: number;
	note: string;
	rubric: object;
	/** `HH:MM` of that day. */
	startedAt?: string | null;
}

/**
 * Whether a session may be logged (domain.md 8, step 4), by the mentor, who observes, or the trainee, who reflects.
 * `today` is the server's; `firstLoggedOn` the day on which the first version was logged, for a correction: how
 * far back it may lie counts from there. `minutesThatDay` is what the trainee has that day besides; `nowMinutes` how
 * much of today has passed. What is later than usual is flagged (`computeFlags`), much later refused.
 */
export function decideLog(
	entry: NewEntry,
	facts: {
		pairing: PairingDates;
		today: IsoDate;
		firstLoggedOn?: IsoDate;
		minutesThatDay: number;
		nowMinutes: number;
		side: 'mentor' | 'trainee';
		latestDays: number;
	}
): Decision<object> {
	const { pairing, today, firstLoggedOn = today, minutesThatDay, side, latestDays } = facts;
	const { occurredOn, minutes } = entry;
	if (occurredOn > today) return no('mentoring.date.future');
	if (occurredOn < pairing.startsOn) return no('mentoring.date.before_start', { date: pairing.startsOn });
	if (occurredOn > lastDay(pairing)) return no('mentoring.date.after_end', { date: lastDay(pairing) });
	if (occurredOn < addDays(firstLoggedOn, -latestDays))
		return no('mentoring.date.too_old', { days: latestDays });
	if (minutes < MIN_MINUTES || minutes > MAX_MINUTES) return no('mentoring.minutes.range');
	if (minutesThatDay + minutes > MAX_MINUTES) {
		return no('mentoring.minutes.day', {
			logged: minutesThatDay,
			left: Math.max(0, MAX_MINUTES - minutesThatDay)
		});
	}
	const start = minuteOf(entry.startedAt);
	if (start !== null && start + minutes > DAY) return no('mentoring.time.midnight');
	if (start !== null && occurredOn === today && start + minutes > facts.nowMinutes + AHEAD)
		return no('mentoring.time.future');
	if (side === 'mentor' && !Object.keys(entry.rubric).length) return no('mentoring.rubric.required');
	if (side === 'trainee' && Object.keys(entry.rubric).length) return no('mentoring.rubric.mentor');
	if (side === 'trainee' && !isSentence(entry.note)) return no('mentoring.reflection.short');
	const number = findPersonalNumber(entry.note);
	return number ? no(number) : yes({});
}

const DAY = 24 * 60;
/** How far ahead of now a session may end: usual lengths are round. */
const AHEAD = 30;
/** Minutes since midnight of `HH:MM`. */
const minuteOf = (time: string | null | undefined): number | null =>
	time ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) : null;

/** The form field that a refusal of `decideLog` belongs to. */
export function fieldOf(code: string): 'occurredOn' | 'startedAt' | 'minutes' | 'rubric' | 'note' {
	if (code.startsWith('mentoring.date.')) return 'occurredOn';
	if (code.startsWith('mentoring.time.')) return 'startedAt';
	if (code.startsWith('mentoring.rubric.')) return 'rubric';
	return code.startsWith('mentoring.minutes.') ? 'minutes' : 'note';
}

/** Whether the other side may still answer: nobody signs twice, nothing that was replaced, and not after its days. */
export function mayAnswer(state: EntryState, facts: { today: IsoDate; answerBy: IsoDate }): Decision<object> {
	if (state === 'replaced') return no('mentoring.entry.superseded');
	if (state === 'lapsed' || (state === 'waiting' && facts.today > facts.answerBy))
		return no('mentoring.entry.lapsed', { date: facts.answerBy });
	return state === 'waiting' ? yes({}) : no('mentoring.entry.answered');
}

/** Whether HR may settle: what is disputed and not corrected, and what nobody answered. */
export function maySettle(state: EntryState): Decision<object> {
	if (state === 'disputed' || state === 'lapsed') return yes({});
	return no(state === 'settled' ? 'mentoring.entry.settled' : 'mentoring.entry.not_open');
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
