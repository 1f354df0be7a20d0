import { daysBetween, type IsoDate } from '$lib/shared/dates';
import type { MentoringRules } from './policy';
import {
	computeReviewState,
	REVIEW_REMIND_DAYS,
	reviewDueOn,
	reviewKinds,
	type ReviewKind,
	type ReviewSide
} from './review';
import { answerBy, type PairingDates } from './rules';

/** A pairing as reminders look at it. */
export interface WatchedPairing extends PairingDates {
	id: string;
	endReason: string | null;
	/** Whether both have signed the agreement: before that no session can be. */
	agreed: boolean;
	/** Whether one of the two is on leave today: nobody is hurried then. */
	away: boolean;
	/** Day of the last session that was logged, and of the next that is planned. */
	lastOn: IsoDate | null;
	plannedOn: IsoDate | null;
	/** Entries that nobody has answered. */
	unanswered: Unanswered[];
	/** By the rules of its first day. */
	midtermAfterShare: number;
	/** Reviews that were handed in. */
	written: { kind: ReviewKind; side: ReviewSide }[];
}

export interface Unanswered {
	id: string;
	occurredOn: IsoDate;
	submittedOn: IsoDate;
	/** The side that wrote it; the other has to answer. */
	by: ReviewSide;
	/** Days for the answer, by the rules of the day on which it was submitted. */
	answerDays: number;
}

/**
 * What a side is reminded of. `cause` names the matter and the count of its time: however often the job runs, and
 * however many days it missed, nobody hears the same twice.
 */
export type Reminder = { to: ReviewSide; cause: string } & (
	| { kind: 'answer' | 'unsigned'; entryId: string; count: number; occurredOn: IsoDate; until: IsoDate }
	| { kind: 'quiet'; days: number }
	| { kind: 'review'; review: ReviewKind; dueOn: IsoDate }
);

type Rules = Pick<MentoringRules, 'remindDays' | 'quietDays'>;
const otherOf = (side: ReviewSide): ReviewSide => (side === 'mentor' ? 'trainee' : 'mentor');

/**
 * The reminders that are due for a pairing on a day (to both sides): of unanswered entries every `remindDays`, of
 * quiet every `quietDays`, of a review once it is due and every two weeks. Pure.
 */
export function remindersOf(pairing: WatchedPairing, rules: Rules, today: IsoDate): Reminder[] {
	return [
		...unansweredOf(pairing, rules, today),
		...quietOf(pairing, rules, today),
		...reviewsOf(pairing, today)
	];
}

/** One reminder for each side, however many entries wait; the oldest sets the time. Also after the pairing's end. */
function unansweredOf({ unanswered }: WatchedPairing, { remindDays }: Rules, today: IsoDate): Reminder[] {
	return (['mentor', 'trainee'] as const).flatMap((by): Reminder[] => {
		const open = unanswered
			.filter((entry) => entry.by === by)
			.map((entry) => ({ ...entry, until: answerBy(entry.submittedOn, entry) }))
			.filter(({ until }) => today <= until)
			.sort((a, b) => (a.submittedOn + a.id < b.submittedOn + b.id ? -1 : 1));
		const oldest = open[0];
		const times = oldest ? Math.floor(daysBetween(oldest.submittedOn, today) / remindDays) : 0;
		if (!oldest || times < 1) return [];
		const said = {
			entryId: oldest.id,
			count: open.length,
			occurredOn: oldest.occurredOn,
			until: oldest.until
		};
		const cause = `mentoring.remind.unsigned:${oldest.id}:${times}`;
		return [
			{ ...said, cause, to: otherOf(by), kind: 'answer' },
			{ ...said, cause, to: by, kind: 'unsigned' }
		];
	});
}

/** Quiet: agreed, under way, nobody away, no session for `quietDays`, and none planned. */
function quietOf(pairing: WatchedPairing, { quietDays }: Rules, today: IsoDate): Reminder[] {
	const { id, startsOn, endsOn, endedOn, lastOn, agreed, away, plannedOn } = pairing;
	if (!agreed || away || plannedOn || endedOn || today < startsOn || today > endsOn) return [];
	const since = lastOn && lastOn > startsOn ? lastOn : startsOn;
	const days = daysBetween(since, today);
	const times = Math.floor(days / quietDays);
	if (times < 1) return [];
	const cause = `mentoring.remind.quiet:${id}:${since}:${times}`;
	return (['mentor', 'trainee'] as const).map((to) => ({ kind: 'quiet', to, days, cause }));
}

/** To whoever has not written theirs, once when it is due and again while it can be written. */
function reviewsOf(pairing: WatchedPairing, today: IsoDate): Reminder[] {
	return reviewKinds.flatMap((review): Reminder[] => {
		if (computeReviewState(review, pairing, pairing.midtermAfterShare, today) !== 'open') return [];
		const dueOn = reviewDueOn(review, pairing, pairing.midtermAfterShare);
		const times = Math.floor(daysBetween(dueOn, today) / REVIEW_REMIND_DAYS);
		const cause = `mentoring.remind.review:${pairing.id}:${review}:${times}`;
		return (['mentor', 'trainee'] as const)
			.filter((to) => !pairing.written.some((one) => one.kind === review && one.side === to))
			.map((to) => ({ kind: 'review', to, review, dueOn, cause }));
	});
}
