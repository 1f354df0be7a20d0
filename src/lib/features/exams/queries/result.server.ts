import { and, count, eq, ne, or } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { distributionOf, type Distribution } from '../distribution';
import { profileOf, shortAreas, type PassRule, type QuestionMark } from '../marking';
import { practicalOfAttempt } from '../practical.server';
import { currentResult, isReleased } from '../current-result.server';
import { newestHold } from '../release/holds.server';
import { ANNULLED_RULE } from '../release/rules';
import type { Showing } from '../states';
import { attemptResults, attempts, practicalResults, sittings } from '../tables.server';
import type { AreaScore } from '../types';
import { shownPaper, type ReviewedPaper } from './review.server';

/** A released result with everything behind it. */
export interface ExamResult {
	attemptId: string;
	sittingId: string;
	exam: LocalText;
	tier: string;
	candidate: string;
	handedInAt: string;
	releasedAt: string;
	earnedHundredths: number;
	/** Marks of the paper. */
	maxScore: number;
	tenths: number;
	passPercent: number;
	passed: boolean;
	/** Why it counts for nothing; null where it does. */
	annulled: string | null;
	/** It stands, and something about it is looked into. */
	questioned: boolean;
	/** What passing asked that is missing: the pass mark, an area's least share, the practical part. */
	lacks: Lack[];
	/** By area; `least`: the percent of its marks that passing asks, null where it asks none. */
	profile: (AreaScore & { least: number | null; isShort: boolean })[];
	/** Null where too few sat it to be told about, and for a result that counts for nothing. */
	distribution: Distribution | null;
	/** What the reader may see of the paper: candidates what the sitting says, staff all of it. */
	showing: Showing;
	paper: ReviewedPaper;
}

export type Lack = 'mark' | 'minimum' | 'practical';

/**
 * The released result of an attempt, or of the signed-in person in a sitting. Before the release it does not exist,
 * for nobody: this is the one place that puts keys and explanations beside answers.
 */
export async function getResult(
	ctx: Context,
	which: { attemptId: string } | { sittingId: string }
): Promise<ExamResult> {
	const id = 'attemptId' in which ? which.attemptId : which.sittingId;
	if (!isId(id)) throw notFound();
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	if ('sittingId' in which && !personId) throw notFound();
	const [found] = await ctx.db
		.select({
			attempt: attempts,
			sitting: sittings,
			result: attemptResults,
			practical: practicalResults.passed,
			candidate: people.name,
			unitPath: units.path
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, currentResult)
		.leftJoin(practicalResults, practicalOfAttempt)
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				isReleased,
				or(
					'attemptId' in which ? eq(attempts.id, id) : undefined,
					'sittingId' in which
						? and(eq(attempts.sittingId, id), eq(attempts.personId, personId ?? id))
						: undefined
				)
			)
		);
	if (!found?.result.releasedAt || !found.attempt.handedInAt) throw notFound();
	const { attempt, sitting, result } = found;
	authorize(ctx.actor, 'exams.result.read', { personId: attempt.personId, unitPath: found.unitPath });
	const marks = result.marks as QuestionMark[];
	const isAnnulled = result.rule === ANNULLED_RULE;
	const showing = attempt.personId === personId ? sitting.showing : 'all';
	const hold = await newestHold(ctx.db, attempt.id);
	const { minima = {} } = sitting.passRule as PassRule;
	const profile = profileOf(marks);
	const short = shortAreas(profile, minima);
	const lacks: Lack[] = [];
	if (result.earnedHundredths < sitting.passPercent * result.maxScore) lacks.push('mark');
	if (short.length) lacks.push('minimum');
	if (found.practical === false) lacks.push('practical');
	return {
		attemptId: attempt.id,
		sittingId: sitting.id,
		exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		tier: sitting.tier,
		candidate: found.candidate,
		handedInAt: found.attempt.handedInAt.toISOString(),
		releasedAt: found.result.releasedAt.toISOString(),
		earnedHundredths: result.earnedHundredths,
		maxScore: result.maxScore,
		tenths: result.tenths,
		passPercent: sitting.passPercent,
		passed: result.passed,
		annulled: isAnnulled ? (hold?.decisionReason ?? '') : null,
		questioned: hold !== undefined && !hold.decidedAt,
		lacks: isAnnulled ? [] : lacks,
		profile: profile.map((one) => ({
			...one,
			least: minima[one.area] ?? null,
			isShort: short.includes(one)
		})),
		distribution: isAnnulled ? null : distributionOf(result.tenths, await listScores(ctx.db, sitting.id)),
		showing,
		paper: isAnnulled ? { questions: [], cases: [] } : await shownPaper(ctx.db, attempt, marks, showing)
	};
}

/** How many have which result, in tenths of a percent, of those that are out and count. */
function listScores(db: Database, sittingId: string): Promise<{ tenths: number; candidates: number }[]> {
	return db
		.select({ tenths: attemptResults.tenths, candidates: count() })
		.from(attempts)
		.innerJoin(attemptResults, currentResult)
		.where(and(eq(attempts.sittingId, sittingId), isReleased, ne(attemptResults.rule, ANNULLED_RULE)))
		.groupBy(attemptResults.tenths);
}
