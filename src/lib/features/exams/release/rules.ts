import type { ErrorCode } from '$lib/i18n/codes';
import { no, yes, type Decision } from '$lib/shared/result';
import type { SittingTimes } from '../states';

/** What a reviewer says to have looked at; that everything is in and marked, the server sees for itself. */
export const reviewChecks = ['flags', 'holds', 'analysis'] as const;
export type ReviewCheck = (typeof reviewChecks)[number];

/** Where the release of a sitting stands. */
export interface ReleaseFacts {
	sitting: SittingTimes & {
		reviewedAt: Date | null;
		reviewHash: string | null;
		releaseDueAt: Date | null;
	};
	attempts: number;
	/** Not handed in. */
	open: number;
	/** Handed in and not marked. */
	unmarked: number;
	/** Candidates of paper rooms about whom nothing is settled. */
	unread: number;
	/** Of the results as they are now (`hashOfResults`). */
	hash: string;
	now: Date;
}

/** Results are complete: after the window, when nobody is still writing and everything is marked. */
function decideComplete({ sitting, attempts, open, unmarked, unread, now }: ReleaseFacts): Decision<object> {
	if (sitting.releasedAt) return no('exams.release.twice');
	if (now < sitting.closesAt) return no('exams.release.early');
	if (unread) return no('staffSheets.release.unread', { unread });
	if (!attempts) return no('exams.release.nobody');
	if (open) return no('exams.release.open', { open });
	return unmarked ? no('exams.release.unmarked', { unmarked }) : yes({});
}

/** `seen`: what the reviewer had before them. */
export function decideReview(facts: ReleaseFacts, seen: string): Decision<object> {
	const complete = decideComplete(facts);
	if (!complete.ok) return complete;
	if (seen !== facts.hash) return no('exams.review.changed');
	return facts.sitting.reviewHash === facts.hash ? no('exams.review.twice') : yes({});
}

/** Somebody found these very results in order. */
export function decideRelease(facts: ReleaseFacts): Decision<object> {
	const complete = decideComplete(facts);
	if (!complete.ok) return complete;
	if (!facts.sitting.reviewedAt) return no('exams.release.unreviewed');
	return facts.sitting.reviewHash === facts.hash ? yes({}) : no('exams.release.changed');
}

/** Most days for which a release may be put off. */
export const MOST_DAYS = 60;

export function decideSchedule(facts: ReleaseFacts, dueAt: Date): Decision<object> {
	const decision = decideRelease(facts);
	if (!decision.ok) return decision;
	if (facts.sitting.releaseDueAt) return no('exams.release.scheduled');
	const code = faultOfTime(dueAt, facts.now);
	return code ? no(code, { days: MOST_DAYS }) : yes({});
}

function faultOfTime(dueAt: Date, now: Date): ErrorCode | null {
	if (dueAt <= now) return 'exams.release.past';
	return dueAt.getTime() - now.getTime() > MOST_DAYS * 86_400_000 ? 'exams.release.far' : null;
}

/** Name of the rule by which a result counts for nothing. */
export const ANNULLED_RULE = 'annulled/1';
