import type { ErrorCode } from '$lib/i18n/codes';
import { no, yes, type Decision } from '$lib/shared/result';
import {
	isAttended,
	type AttendanceState,
	type ClassPhase,
	type ClassState,
	type EnrolmentState
} from './vocabulary';

export interface Span {
	startsAt: Date;
	endsAt: Date;
}
export interface PlannedSession extends Span {
	/** Null for a new one. */
	id: string | null;
	place: string;
	/** Its row of the form, from 0: refusals name it. */
	row: number;
}

const MINUTE_MS = 60_000;
/** Codes count from so many minutes before a session until it ends (issue: attendance). */
export const CODES_EARLY_MS = 15 * MINUTE_MS;
/** Who comes later than this after the start is late. */
export const LATE_AFTER_MS = 15 * MINUTE_MS;
/** A session longer than a day is a mistyped date. */
const LONGEST_MS = 24 * 60 * MINUTE_MS;

export const firstStart = (sessions: readonly Span[]): Date | null =>
	sessions.reduce<Date | null>(
		(first, { startsAt }) => (!first || startsAt < first ? startsAt : first),
		null
	);
export const lastEnd = (sessions: readonly Span[]): Date | null =>
	sessions.reduce<Date | null>((last, { endsAt }) => (!last || endsAt > last ? endsAt : last), null);

export interface ClassPlan {
	capacity: number;
	minimum: number;
	enrolUntil: Date;
	sessions: readonly PlannedSession[];
}

/** What was saved before: what did not change may lie in the past by now. */
export interface SavedPlan {
	enrolUntil: Date;
	sessions: readonly (Span & { id: string })[];
}

/** Which fields of a class contradict each other or the clock, by the name of the field. */
export function faultsOfPlan(plan: ClassPlan, saved: SavedPlan | null, now: Date): Record<string, ErrorCode> {
	const faults: Record<string, ErrorCode> = {};
	if (plan.minimum > plan.capacity) faults['minimum'] = 'classes.plan.minimum';
	if (!plan.sessions.length) faults['sessions.0.date'] = 'classes.plan.no_session';
	const before = new Map((saved?.sessions ?? []).map((session) => [session.id, session]));
	plan.sessions.forEach((session, k) => {
		const i = session.row;
		const was = session.id ? before.get(session.id) : undefined;
		const moved = !was || +was.startsAt !== +session.startsAt || +was.endsAt !== +session.endsAt;
		if (session.endsAt <= session.startsAt) faults[`sessions.${i}.until`] = 'classes.plan.order';
		else if (+session.endsAt - +session.startsAt > LONGEST_MS)
			faults[`sessions.${i}.until`] = 'classes.plan.long';
		else if (moved && was && was.startsAt <= now) faults[`sessions.${i}.date`] = 'classes.plan.begun';
		else if (moved && session.startsAt <= now) faults[`sessions.${i}.date`] = 'classes.plan.past';
		else if (plan.sessions.some((other, j) => j < k && overlaps(other, session)))
			faults[`sessions.${i}.date`] = 'classes.plan.overlap';
	});
	const start = firstStart(plan.sessions);
	if (start && plan.enrolUntil > start) faults['enrolUntil'] = 'classes.plan.enrol_late';
	else if (plan.enrolUntil <= now && +plan.enrolUntil !== +(saved?.enrolUntil ?? 0))
		faults['enrolUntil'] = 'classes.plan.enrol_past';
	return faults;
}

export const overlaps = (a: Span, b: Span): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/** Where an open class stands by the clock. */
export function phaseOf(
	facts: {
		state: ClassState;
		enrolUntil: Date;
		enrolled: number;
		capacity: number;
		start: Date | null;
		end: Date | null;
	},
	now: Date
): ClassPhase {
	const { state, start, end } = facts;
	if (state !== 'open') return state;
	if (end && now >= end) return 'ended';
	if (start && now >= start) return 'running';
	if (now >= facts.enrolUntil) return 'waiting';
	return facts.enrolled >= facts.capacity ? 'full' : 'enrolling';
}

/** Whether a person may ask for a place, and what they get if no clash is in the way. */
export function decideEnrolment(facts: {
	state: ClassState;
	approval: 'none' | 'officer';
	enrolUntil: Date;
	start: Date | null;
	capacity: number;
	enrolled: number;
	/** The person's last enrolment in this class. */
	last: EnrolmentState | null;
	teaches: boolean;
	now: Date;
}): Decision<{ state: 'requested' | 'waiting' | 'enrolled' }> {
	if (facts.state !== 'open') return no('classes.enrol.not_open');
	if (facts.teaches) return no('classes.enrol.teacher');
	if (isOpenState(facts.last)) return no('classes.enrol.twice');
	if (facts.last === 'removed') return no('classes.enrol.removed');
	if (facts.now >= facts.enrolUntil || (facts.start && facts.now >= facts.start))
		return no('classes.enrol.late');
	if (facts.approval === 'officer') return yes({ state: 'requested' });
	return yes({ state: placeFor(facts) });
}

/** A place when there is one, else the waiting list. */
export const placeFor = (facts: { capacity: number; enrolled: number }): 'enrolled' | 'waiting' =>
	facts.enrolled < facts.capacity ? 'enrolled' : 'waiting';

export const isOpenState = (state: EnrolmentState | null): boolean =>
	state === 'requested' || state === 'waiting' || state === 'enrolled';

/** Everybody may take their enrolment back until the class begins. */
export function decideWithdrawal(facts: {
	state: ClassState;
	start: Date | null;
	now: Date;
}): Decision<object> {
	if (facts.state !== 'open') return no('classes.withdraw.not_open');
	return facts.start && facts.now >= facts.start ? no('classes.withdraw.late') : yes({});
}

/** Codes count from a quarter of an hour before a session to its end. */
export const codesCount = (session: Span, now: Date): boolean =>
	now.getTime() >= session.startsAt.getTime() - CODES_EARLY_MS && now < session.endsAt;

/** Whoever comes by the code is there in time, or late. */
export const arrival = (session: Span, now: Date): 'present' | 'late' =>
	now.getTime() > session.startsAt.getTime() + LATE_AFTER_MS ? 'late' : 'present';

/**
 * What a class came to for a person: completed only with the needed share of its sessions attended. No row is no
 * attendance, and neither is an excuse; a class without sessions completes nobody.
 */
export function computeResult(
	states: readonly (AttendanceState | null)[],
	neededShare: number
): { completed: boolean; attended: number; sessions: number } {
	const attended = states.filter(isAttended).length;
	const sessions = states.length;
	return { completed: attended > 0 && attended * 100 >= neededShare * sessions, attended, sessions };
}

/** A class is closed once, after its last session. */
export function decideClose(facts: { state: ClassState; end: Date | null; now: Date }): Decision<object> {
	if (facts.state !== 'open') return no('classes.close.not_open');
	return facts.end && facts.now >= facts.end ? yes({}) : no('classes.close.early');
}

/** Only people who hold a place can have been there, from the start of a session on, until the class is closed. */
export function decideMark(facts: {
	state: ClassState;
	enrolled: boolean;
	session: Span;
	now: Date;
}): Decision<object> {
	if (facts.state !== 'open') return no('classes.mark.not_open');
	if (!facts.enrolled) return no('classes.mark.not_enrolled');
	return facts.now.getTime() >= facts.session.startsAt.getTime() - CODES_EARLY_MS
		? yes({})
		: no('classes.mark.early');
}
