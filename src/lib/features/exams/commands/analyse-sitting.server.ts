import { setImmediate } from 'node:timers/promises';
import { and, eq, exists, isNull, lte, notExists } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { ANALYSIS_ENGINE, analysing, type Analysis } from '../analysis/analyse';
import { basisOf, loadTable } from '../analysis/load.server';
import type { ScoreTable } from '../analysis/table';
import { currentResult } from '../current-result.server';
import { attemptResults, attempts, sittingAnalyses, sittings } from '../tables.server';

/**
 * Computes the item analysis of a sitting and keeps it. Nothing happens before the window has closed and everything is marked,
 * in a rehearsal, and where the one that is kept rests on the same results; again gives the same.
 *
 * No authorisation: it is the system's act, queued where results change.
 * No audit: nobody decides anything, and what was computed can be computed again.
 * No transaction: it writes one row.
 */
export async function analyseSitting(ctx: Context, { sittingId }: { sittingId: string }): Promise<boolean> {
	const [sitting] = await ctx.db
		.select({ engine: sittingAnalyses.engine, basis: sittingAnalyses.basis })
		.from(sittings)
		.leftJoin(sittingAnalyses, eq(sittingAnalyses.sittingId, sittings.id))
		.where(and(eq(sittings.id, sittingId), settled(ctx)));
	if (!sitting) return false;
	const basis = await basisOf(ctx.db, sittingId);
	if (sitting.engine === ANALYSIS_ENGINE && sitting.basis === basis) return false;
	const figures = await analyseWithBreath(await loadTable(ctx.db, sittingId));
	const row = { basis, figures, engine: ANALYSIS_ENGINE, computedAt: ctx.now };
	await ctx.db
		.insert(sittingAnalyses)
		.values({ sittingId, ...row })
		.onConflictDoUpdate({ target: sittingAnalyses.sittingId, set: row });
	return true;
}

/** Whoever saves answers meanwhile is served in between. */
async function analyseWithBreath(table: ScoreTable): Promise<Analysis> {
	const work = analysing(table);
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		await setImmediate();
	}
}

/** Over, no rehearsal, with results, and everybody's marked. */
export function settled(ctx: Context) {
	const sat = ctx.db.select({ id: attempts.id }).from(attempts).leftJoin(attemptResults, currentResult);
	const of = eq(attempts.sittingId, sittings.id);
	return and(
		eq(sittings.rehearsal, false),
		lte(sittings.closesAt, ctx.now),
		exists(sat.where(of)),
		notExists(
			ctx.db
				.select({ id: attempts.id })
				.from(attempts)
				.leftJoin(attemptResults, currentResult)
				.where(and(of, isNull(attemptResults.attemptId)))
		)
	);
}
