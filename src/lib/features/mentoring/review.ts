import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';
import type { ErrorCode } from '$lib/i18n/codes';
import { findPersonalNumber } from './privacy';
import { lastDay, type PairingDates } from './rules';
import { rubricLevels, type RubricLevel } from './vocabulary';

export const reviewKinds = ['midterm', 'final'] as const;
export type ReviewKind = (typeof reviewKinds)[number];
export type ReviewSide = 'mentor' | 'trainee';

/**
 * What each side says of the other, four levels with words each. The mentor of the trainee on ten dimensions: three of
 * character, four of skill, three of work (the quality framework of domain.md 4); the trainee of the mentor on six.
 * Words under `reviews.<side>.<dimension>`.
 */
export const reviewDimensions = {
	mentor: [
		...(['responsibility', 'image', 'integrity'] as const),
		...(['insight', 'product', 'communication', 'objections'] as const),
		...(['compliance', 'records', 'planning'] as const)
	],
	trainee: ['time', 'practice', 'explaining', 'feedback', 'example', 'respect']
} as const;
export type ReviewDimension = (typeof reviewDimensions)[ReviewSide][number];

/** At this level or below a dimension needs words: what is low is explained. */
export const LOW_LEVEL = 2;
export const MOST_WORDS = 500;
/** So many days after a pairing's last day its reviews can still be written. */
export const REVIEW_DAYS = 60;
/** Who has not written a review that is due hears of it every so many days. */
export const REVIEW_REMIND_DAYS = 14;

export interface ReviewContent {
	/** dimension -> level 1 to 4 */
	levels: Record<string, number>;
	/** dimension -> words; `whole` for all of it */
	words: Record<string, string>;
}

/** The day from which a review is asked for: after a share of the agreed time, and on the last day. */
export function reviewDueOn(kind: ReviewKind, pairing: PairingDates, midtermAfterShare: number): IsoDate {
	if (kind === 'final') return lastDay(pairing);
	const days = daysBetween(pairing.startsOn, pairing.endsOn);
	return addDays(pairing.startsOn, Math.ceil(days * midtermAfterShare));
}

/**
 * Where a review stands on a day: `later` before it is due, `open`, `closed` when it can no longer be written, and
 * `notAsked` where the pairing ended before its middle, was never agreed, or somebody left.
 */
export type ReviewState = 'later' | 'open' | 'closed' | 'notAsked';

export function computeReviewState(
	kind: ReviewKind,
	pairing: PairingDates & { endReason: string | null; agreed: boolean },
	midtermAfterShare: number,
	today: IsoDate
): ReviewState {
	const dueOn = reviewDueOn(kind, pairing, midtermAfterShare);
	const last = lastDay(pairing);
	if (!pairing.agreed || pairing.endReason === 'left' || (kind === 'midterm' && dueOn >= last))
		return 'notAsked';
	if (today < dueOn) return 'later';
	return today > addDays(last, REVIEW_DAYS) ? 'closed' : 'open';
}

/**
 * What keeps a review from being complete, by form field: every dimension has a level, what is low has words, and no
 * words hold a customer's number. Keeps nothing that the side was not asked.
 */
export function readReview(
	side: ReviewSide,
	given: ReviewContent
): { ok: true; content: ReviewContent } | { ok: false; fields: Record<string, ErrorCode> } {
	const fields: Record<string, ErrorCode> = {};
	const content: ReviewContent = { levels: {}, words: {} };
	for (const dimension of reviewDimensions[side]) {
		const level = rubricLevels.find((one) => one === given.levels[dimension]);
		const words = given.words[dimension]?.trim() ?? '';
		if (!level) fields[`levels.${dimension}`] = 'reviews.level.required';
		else content.levels[dimension] = level;
		if (level && level <= LOW_LEVEL && !words) fields[`words.${dimension}`] = 'reviews.words.required';
		if (words) content.words[dimension] = words;
	}
	const whole = given.words['whole']?.trim();
	if (whole) content.words['whole'] = whole;
	for (const [name, words] of Object.entries(content.words)) {
		const number = findPersonalNumber(words);
		if (number) fields[`words.${name}`] = number;
	}
	return Object.keys(fields).length ? { ok: false, fields } : { ok: true, content };
}

/** The mean of a review's levels, 1 to 4; null for none. */
export function meanLevel(levels: Record<string, number>): number | null {
	const all = Object.values(levels) as RubricLevel[];
	return all.length ? all.reduce((sum: number, level) => sum + level, 0) / all.length : null;
}
