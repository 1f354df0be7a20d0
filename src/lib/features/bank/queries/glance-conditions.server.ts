import { sql, type SQL } from 'drizzle-orm';
import { addMonths, dateIn } from '$lib/shared/dates';
import { items } from '../tables.server';

/** How long ago an item was reviewed: within a year, two years, before or never. */
export const ages = ['fresh', 'aging', 'old'] as const;
export type Age = (typeof ages)[number];
/** Months after which a review is no longer fresh, and after which it is old. */
const [AGING, OLD] = [12, 24];

/**
 * When measured figures ask for a review. A facility beyond these tells nobody apart: the classical bounds lie at 0.2 and
 * 0.9 (Ebel & Frisbie, Essentials of Educational Measurement, 5th ed., ch. 13); the upper one is wider here, because an
 * exam that certifies asks what everybody should know. Of their four bands of discrimination the lowest, below 0.2, is
 * poor; below 0.1 it is hardly any. Under thirty candidates a correlation says little.
 */
export const REVIEW_BOUNDS = { easiest: 0.95, hardest: 0.2, discrimination: 0.1, candidates: 30 } as const;

/** The instant before which a review is so many months old. */
const monthsAgo = (now: Date, months: number): SQL =>
	sql`${addMonths(dateIn(now), -months)}::date::timestamp at time zone 'Asia/Shanghai'`;

/** The age of an item's review, as a value. */
export const ageOf = (now: Date): SQL =>
	sql`case when ${items.reviewedAt} >= ${monthsAgo(now, AGING)} then 'fresh'
		when ${items.reviewedAt} >= ${monthsAgo(now, OLD)} then 'aging' else 'old' end`;

export const reviewedWithin = (now: Date, age: Age): SQL => sql`${ageOf(now)} = ${age}`;

/** Whether a law that an item cites changed after it was last reviewed. */
export const isOutdated: SQL = sql`exists (select 1 from item_laws c join law_changes h on h.law_id = c.law_id
	where c.item_id = ${items.id} and (${items.reviewedAt} is null or ${items.reviewedAt} < h.recorded_at))`;

/** Whether a ready item waits for somebody to say that it is still right. */
export const asksAgain = (now: Date): SQL =>
	sql`${items.status} = 'ready' and (coalesce(${items.reviewAgainOn} <= ${dateIn(now)}::date, false) or ${isOutdated})`;

/** Months after which a question that is still right is looked at again, unless its reviewer says otherwise. */
export const AGAIN_MONTHS = 12;

/** Whether a row of `item_statistics` asks for a review. */
export const asksForReview: SQL = sql`s.candidates >= ${REVIEW_BOUNDS.candidates}
	and (s.facility < ${REVIEW_BOUNDS.hardest}::real or s.facility > ${REVIEW_BOUNDS.easiest}::real
		or s.discrimination < ${REVIEW_BOUNDS.discrimination}::real)`;

/** Whether the figures of an item's newest version do. */
export const isDoubtful: SQL = sql`${items.status} in ('ready', 'quarantined') and exists (
	select 1 from item_statistics s where s.item_version_id = ${items.versionId} and ${asksForReview})`;
