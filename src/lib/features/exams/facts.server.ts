import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
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
		/** Only what was known at this time. */
		releasedBefore?: Date;
	} = {}
): Promise<PassedAttempt[]> {
	const rows = await db
		.select({ attempt: attempts, sitting: sittings, result: attemptResults })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
		.where(
			and(
				eq(attemptResults.passed, true),
				isNotNull(sittings.releasedAt),
				filter.releasedBefore && lte(sittings.releasedAt, filter.releasedBefore),
				filter.attemptIds && inArray(attempts.id, [...filter.attemptIds]),
				filter.personIds ? inArray(attempts.personId, [...filter.personIds]) : undefined,
				filter.sittingId ? eq(sittings.id, filter.sittingId) : undefined,
				filter.ladder ? eq(sittings.ladder, filter.ladder) : undefined,
				filter.tier ? eq(sittings.tier, filter.tier) : undefined
			)
		)
		.orderBy(asc(sittings.releasedAt), asc(attempts.id));
	return rows.flatMap(({ attempt, sitting, result }) =>
		attempt.handedInAt && sitting.releasedAt
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
						releasedAt: sitting.releasedAt
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
				gt(sittings.registrationClosesAt, filter.now)
			)
		)
		.orderBy(asc(sittings.registrationClosesAt), asc(sittings.opensAt))
		.limit(20);
	return rows.map(
		({
			titleZh,
			titleEn,
			id,
			ladder,
			tier,
			registrationOpensAt,
			registrationClosesAt,
			opensAt,
			closesAt
		}) => ({
			id,
			title: { 'zh-CN': titleZh, en: titleEn },
			...{ ladder, tier, registrationOpensAt, registrationClosesAt, opensAt, closesAt }
		})
	);
}

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
				eq(sittings.ladder, filter.ladder),
				eq(sittings.tier, filter.tier),
				gt(sittings.closesAt, filter.now)
			)
		)
		.orderBy(asc(sittings.opensAt))
		.limit(1);
	if (!row) return null;
	const { titleZh, titleEn, id, ladder, tier, registrationOpensAt, registrationClosesAt, opensAt, closesAt } =
		row.sitting;
	const title = { 'zh-CN': titleZh, en: titleEn };
	return {
		id,
		title,
		ladder,
		tier,
		registrationOpensAt,
		registrationClosesAt,
		opensAt,
		closesAt,
		ticket: row.ticket
	};
}

/**
 * Sittings whose window has closed and whose results are not out, oldest first: an approver's work. Empty for
 * whoever may not release. `waiting` counts what is not handed in or not marked yet.
 */
export async function sittingsAwaitingRelease(ctx: Context) {
	if (!can(ctx.actor, 'exams.result.release').ok) return [];
	const rows = await ctx.db
		.select({
			sitting: sittings,
			candidates: sql<number>`count(${attempts.id})::int`,
			marked: sql<number>`count(${attemptResults.attemptId})::int`
		})
		.from(sittings)
		.innerJoin(attempts, eq(attempts.sittingId, sittings.id))
		.leftJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
		.where(and(lte(sittings.closesAt, ctx.now), isNull(sittings.releasedAt)))
		.groupBy(sittings.id)
		.orderBy(asc(sittings.closesAt));
	return rows.map(({ sitting, candidates, marked }) => ({
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		tier: sitting.tier,
		closesAt: sitting.closesAt.toISOString(),
		candidates,
		waiting: candidates - marked
	}));
}
