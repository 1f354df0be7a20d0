import type { ErrorCode } from '$lib/i18n/codes';
import { no, yes, type Decision } from '$lib/shared/result';
import type { EndCut, HandedInBy } from './states';

/**
 * The machine of one attempt: from which state which move leads where. All there is about time in an exam is decided here,
 * in whole milliseconds of the server's clock; commands only carry it out.
 */
export const attemptStates = ['prepared', 'writing', 'paused', 'handedIn'] as const;
export type AttemptState = (typeof attemptStates)[number];

export const attemptMoves = {
	start: { from: ['prepared'], to: 'writing' },
	/** Stops the clock for as long as it takes. */
	pause: { from: ['writing', 'paused'], to: 'paused' },
	resume: { from: ['paused'], to: 'writing' },
	/** Stops it for no longer than the candidate's breaks last. */
	takeBreak: { from: ['writing'], to: 'paused' },
	endBreak: { from: ['paused'], to: 'writing' },
	extend: { from: ['writing', 'paused'], to: null },
	freeDevice: { from: ['writing', 'paused'], to: null },
	takeSeat: { from: ['writing', 'paused'], to: null },
	handIn: { from: ['writing'], to: 'handedIn' },
	/** By an invigilator. */
	force: { from: ['writing', 'paused'], to: 'handedIn' },
	/** By the server, after the end. */
	expire: { from: ['writing'], to: 'handedIn' }
} as const satisfies Record<string, { from: readonly AttemptState[]; to: AttemptState | null }>;
export type AttemptMove = keyof typeof attemptMoves;

/** Moves that time being up does not stop. */
const AFTER_THE_END: readonly AttemptMove[] = ['expire', 'extend', 'force', 'freeDevice'];

/** Times of an attempt, as epoch milliseconds. */
export interface AttemptClock {
	startedAt: number;
	/** When time is up, if the clock does not stand any more. */
	endsAt: number;
	/** Since when the clock stands. */
	pausedAt: number | null;
	/** When it goes on by itself: the end of a break. */
	pausedUntil: number | null;
	/** What is left of the candidate's breaks. */
	breakMs: number;
	handedInAt: number | null;
}

export interface StartTerms {
	opensAt: number;
	closesAt: number;
	minutes: number;
	lateMinutes: number | null;
	endCut: EndCut;
	extraMinutes: number;
	breakMinutes: number;
	/** Milliseconds after the opening at which this candidate's turn comes. */
	turn: number;
}

export const MINUTE_MS = 60_000;

/** A longer silence was an outage: nobody could begin, save or be told anything. */
export const OUTAGE_MS = 15_000;

/** A save that was made before the end is taken so long after it, and labelled. */
export const LATE_MS = 60_000;

/** The last moment at which an attempt may begin: the window's end, or earlier. */
export const lastStart = ({ opensAt, closesAt, lateMinutes }: StartTerms): number =>
	lateMinutes === null ? closesAt : Math.min(closesAt, opensAt + lateMinutes * MINUTE_MS);

/** When time is up for who starts at `now`: after limit and extra time, cut by the window as the sitting says. */
export function endOf(terms: StartTerms, now: number): number {
	const extra = terms.extraMinutes * MINUTE_MS;
	const whole = now + terms.minutes * MINUTE_MS + extra;
	if (terms.endCut === 'none') return whole;
	return Math.min(whole, terms.closesAt + (terms.endCut === 'allowance' ? extra : 0));
}

/** A new clock, from the start on. Refused before the candidate's turn and after the last moment to begin. */
export function start(terms: StartTerms, now: number): Decision<AttemptClock> {
	if (now < terms.opensAt + terms.turn) return no('exams.start.early');
	if (now >= terms.closesAt) return no('exams.start.late');
	if (now > lastStart(terms)) return no('exams.start.too_late', { minutes: terms.lateMinutes ?? 0 });
	return yes({
		...{ startedAt: now, endsAt: endOf(terms, now), handedInAt: null },
		...{ pausedAt: null, pausedUntil: null, breakMs: terms.breakMinutes * MINUTE_MS }
	});
}

/** The clock as it stands at `now`: a break that is over has ended by itself. */
export function settle<C extends AttemptClock>(clock: C, now: number): C {
	const { pausedAt, pausedUntil } = clock;
	return pausedAt !== null && pausedUntil !== null && now >= pausedUntil ? goOn(clock, pausedUntil) : clock;
}

/** The clock goes on at `at`, and its end moves by as much as it stood. */
function goOn<C extends AttemptClock>(clock: C, at: number): C {
	const stood = Math.max(0, at - (clock.pausedAt ?? at));
	const breakMs = clock.pausedUntil === null ? clock.breakMs : Math.max(0, clock.breakMs - stood);
	return { ...clock, endsAt: clock.endsAt + stood, pausedAt: null, pausedUntil: null, breakMs };
}

export function stateOf(clock: AttemptClock | null, now: number): AttemptState {
	if (!clock) return 'prepared';
	if (clock.handedInAt !== null) return 'handedIn';
	return settle(clock, now).pausedAt === null ? 'writing' : 'paused';
}

/** Milliseconds of writing that are left; what they were when the clock stopped, as long as it stands. */
export function msLeft(clock: AttemptClock, now: number): number {
	const { endsAt, pausedAt } = settle(clock, now);
	return Math.max(0, endsAt - (pausedAt ?? now));
}

/** The moment until which what is written counts: handing in, since when the clock stands, or the end. */
export function closingOf(clock: AttemptClock, now: number): number {
	const { endsAt, pausedAt, handedInAt } = settle(clock, now);
	return handedInAt ?? pausedAt ?? endsAt;
}

/** Whether time is up: then only the server hands in. */
export const isOver = (clock: AttemptClock, now: number): boolean =>
	stateOf(clock, now) === 'writing' && now > settle(clock, now).endsAt;

/** Moves the clock; refused where the machine does not know the move from this state. `ms` is for `extend`. */
export function move<C extends AttemptClock>(
	before: C,
	kind: Exclude<AttemptMove, 'start'>,
	now: number,
	ms = 0
): Decision<C> {
	const clock = settle(before, now);
	const state = stateOf(clock, now);
	const known: readonly AttemptState[] = attemptMoves[kind].from;
	if (!known.includes(state)) return no(REFUSALS[state]);
	const over = isOver(clock, now);
	if (over && !AFTER_THE_END.includes(kind)) return no('exams.attempt.over');
	switch (kind) {
		case 'pause': {
			if (state === 'paused' && clock.pausedUntil === null) return yes(clock);
			// An invigilator's pause that meets a break ends it: the rest of it stays the candidate's.
			return yes({ ...goOn(clock, now), pausedAt: now });
		}
		case 'takeBreak':
			if (clock.breakMs <= 0) return no('exams.break.none');
			return yes({ ...clock, pausedAt: now, pausedUntil: now + clock.breakMs });
		case 'endBreak':
			return clock.pausedUntil === null ? no('exams.attempt.paused') : yes(goOn(clock, now));
		case 'resume':
			return yes(goOn(clock, now));
		case 'extend':
			return yes({ ...clock, endsAt: clock.endsAt + ms });
		case 'handIn':
			return yes({ ...clock, handedInAt: now });
		case 'force':
			return yes({ ...goOn(clock, now), handedInAt: now });
		case 'expire':
			return over ? yes({ ...clock, handedInAt: clock.endsAt }) : no('exams.attempt.running');
		default:
			return yes(clock);
	}
}

const REFUSALS: Record<AttemptState, ErrorCode> = {
	prepared: 'exams.attempt.not_started',
	writing: 'exams.attempt.running',
	paused: 'exams.attempt.paused',
	handedIn: 'exams.attempt.closed'
};

/**
 * What becomes of a save that reached the server at `arrived` and says that it was made at `made` (by the device's own
 * stopwatch): taken, taken and labelled as late, or refused with a code.
 */
export function judgeSave(
	clock: AttemptClock & { handedInBy: HandedInBy | null },
	arrived: number,
	made: number
): Decision<{ late: boolean }> {
	if (clock.handedInAt !== null && clock.handedInBy !== 'server') return no('exams.attempt.closed');
	const closing = closingOf(clock, arrived);
	if (arrived <= closing) return yes({ late: false });
	if (made <= closing && arrived <= closing + LATE_MS) return yes({ late: true });
	return no(stateOf(clock, arrived) === 'paused' ? 'exams.attempt.paused' : 'exams.attempt.over');
}
