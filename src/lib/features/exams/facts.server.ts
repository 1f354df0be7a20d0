import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { currentResult, isReleased } from './current-result.server';
import { attemptResults, attempts, registrations, sittings } from './tables.server';

export interface PassedAttempt {
	attemptId: string;
	personId: string;
	sittingId: string;
	exam: LocalText;
	ladder: string;
	tier: string;
	/** The day on which the paper was handed in. */
	satOn: IsoDate;
	earnedHundredths: number;
	maxScore: number;
	tenths: number;
	releasedAt: Date;
}

/**
 * Passed attempts whose results are released, oldest first. Every field of the filter narrows; an empty list of
 * ids matches nothing. For other features' commands and queries, which ask for permission themselves.
 */
export async function passedAttempts(
	db: Database,
	filter: {
		attemptIds?: readonly string[];
		personIds?: readonly string[] | null;
		sittingId?: string;
		ladder?: string;
		tier?: string;
	} = {}
): Promise<PassedAttempt[]> {
	const rows = await db
		.select({ attempt: attempts, sitting: sittings, result: attemptResults })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, currentResult)
		.where(
			and(
				eq(attemptResults.passed, true),
				eq(sittings.rehearsal, false),
				isReleased,
				filter.attemptIds && inArray(attempts.id, [...filter.attemptIds]),
				filter.personIds ? inArray(attempts.personId, [...filter.personIds]) : undefined,
				filter.sittingId ? eq(sittings.id, filter.sittingId) : undefined,
				filter.ladder ? eq(sittings.ladder, filter.ladder) : undefined,
				filter.tier ? eq(sittings.tier, filter.tier) : undefined
			)
		)
		.orderBy(asc(attemptResults.releasedAt), asc(attempts.id));
	return rows.flatMap(({ attempt, sitting, result }) =>
		attempt.handedInAt && result.releasedAt
			? [
					{
						attemptId: attempt.id,
						personId: attempt.personId,
						sittingId: sitting.id,
						exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
						ladder: sitting.ladder,
						tier: sitting.tier,
						satOn: dateIn(attempt.handedInAt),
						earnedHundredths: result.earnedHundredths,
						maxScore: result.maxScore,
						tenths: result.tenths,
						releasedAt: result.releasedAt
					}
				]
			: []
	);
}

export interface OpenSitting {
	id: string;
	title: LocalText;
	ladder: string;
	tier: string;
	registrationOpensAt: Date;
	registrationClosesAt: Date;
	opensAt: Date;
	closesAt: Date;
}

/** Sittings of a grade that can still be registered for, now or later, soonest first: what to do next. */
export async function findOpenSittings(
	db: Database,
	filter: { ladder: string; tier?: string; now: Date }
): Promise<OpenSitting[]> {
	const rows = await db
		.select()
		.from(sittings)
		.where(
			and(
				eq(sittings.ladder, filter.ladder),
				filter.tier ? eq(sittings.tier, filter.tier) : undefined,
				eq(sittings.rehearsal, false),
				gt(sittings.registrationClosesAt, filter.now)
			)
		)
		.orderBy(asc(sittings.registrationClosesAt), asc(sittings.opensAt))
		.limit(20);
	return rows.map(openSittingOf);
}

const openSittingOf = ({ titleZh, titleEn, ...sitting }: typeof sittings.$inferSelect): OpenSitting => {
	const { id, ladder, tier, registrationOpensAt, registrationClosesAt, opensAt, closesAt } = sitting;
	return {
		title: { 'zh-CN': titleZh, en: titleEn },
		...{ id, ladder, tier, registrationOpensAt, registrationClosesAt, opensAt, closesAt }
	};
};

/** The sitting of a grade that a person is registered for and has not handed in yet, soonest first; null if none. */
export async function findRegisteredSitting(
	db: Database,
	filter: { personId: string; ladder: string; tier: string; now: Date }
): Promise<(OpenSitting & { ticket: string }) | null> {
	const [row] = await db
		.select({ sitting: sittings, ticket: registrations.ticket })
		.from(registrations)
		.innerJoin(sittings, eq(sittings.id, registrations.sittingId))
		.leftJoin(
			attempts,
			and(eq(attempts.sittingId, sittings.id), eq(attempts.personId, registrations.personId))
		)
		.where(
			and(
				eq(registrations.personId, filter.personId),
				isNull(registrations.withdrawnAt),
				isNull(attempts.handedInAt),
				eq(sittings.rehearsal, false),
				eq(sittings.ladder, filter.ladder),
				eq(sittings.tier, filter.tier),
				gt(sittings.closesAt, filter.now)
			)
		)
		.orderBy(asc(sittings.opensAt))
		.limit(1);
	return row ? { ...openSittingOf(row.sitting), ticket: row.ticket } : null;
}

/**
 * Sittings whose window has closed and whose results are not out, oldest first: what a reviewer or a releaser has to do.
 * Empty for whoever may do neither, and without what waits for the other or for its time. `waiting` counts what is not
 * handed in or not marked yet.
 */
export async function sittingsAwaitingRelease(ctx: Context) {
	const reviews = can(ctx.actor, 'exams.result.review').ok;
	const releases = can(ctx.actor, 'exams.result.release').ok;
	if (!reviews && !releases) return [];
	const rows = await ctx.db
		.select({
			sitting: sittings,
			candidates: sql<number>`count(${attempts.id})::int`,
			marked: sql<number>`count(${attemptResults.attemptId})::int`,
			reviewed: sql<boolean>`coalesce(${sittings.reviewedAt} >= max(${attemptResults.markedAt}), false)`
		})
		.from(sittings)
		.innerJoin(attempts, eq(attempts.sittingId, sittings.id))
		.leftJoin(attemptResults, currentResult)
		.where(
			and(
				lte(sittings.closesAt, ctx.now),
				isNull(sittings.releasedAt),
				isNull(sittings.releaseDueAt),
				eq(sittings.rehearsal, false)
			)
		)
		.groupBy(sittings.id)
		.orderBy(asc(sittings.closesAt));
	return rows
		.filter(({ reviewed }) => (reviewed ? releases : reviews))
		.map(({ sitting, candidates, marked }) => ({
			id: sitting.id,
			title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
			tier: sitting.tier,
			closesAt: sitting.closesAt.toISOString(),
			candidates,
			waiting: candidates - marked
		}));
}
