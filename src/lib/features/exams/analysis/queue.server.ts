import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { enqueue } from '$lib/server/jobs/events';
import { analyseSitting, settled } from '../commands/analyse-sitting.server';
import { sittingAnalyses, sittings } from '../tables.server';
import { ANALYSIS_ENGINE } from './analyse';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Computes the item analysis of a sitting. */
		'exams.sitting.analyse': { sittingId: string };
		/** Looks for sittings that are marked and not analysed. */
		'exams.analysis.sweep': Record<string, never>;
	}
}

/** Results are marked some at a time: what changes many of them is waited for, so that all are counted once. */
const WAIT_MS = 30_000;
/** So many at a time: the next minute takes the rest. */
const AT_ONCE = 5;

/** Analyses sittings that are over and marked and have not been analysed, or not by these definitions. */
export async function sweepAnalyses(ctx: Context): Promise<void> {
	const due = await ctx.db
		.select({ sittingId: sittings.id })
		.from(sittings)
		.leftJoin(
			sittingAnalyses,
			and(eq(sittingAnalyses.sittingId, sittings.id), eq(sittingAnalyses.engine, ANALYSIS_ENGINE))
		)
		.where(and(isNull(sittingAnalyses.sittingId), settled(ctx)))
		.orderBy(asc(sittings.closesAt))
		.limit(AT_ONCE);
	for (const sitting of due) await analyseSitting(ctx, sitting);
}

/**
 * For whatever changes results of sittings: those that were analysed are analysed anew. The first time needs no word, it is
 * found by looking.
 */
export async function queueAnalysis(tx: Database, ctx: Context, sittingIds: Iterable<string>): Promise<void> {
	const rows = await tx
		.select({ sittingId: sittingAnalyses.sittingId })
		.from(sittingAnalyses)
		.where(inArray(sittingAnalyses.sittingId, [...new Set(sittingIds)]));
	const startAfter = new Date(ctx.now.getTime() + WAIT_MS);
	for (const { sittingId } of rows)
		await enqueue(tx, ctx, 'exams.sitting.analyse', { sittingId }, { startAfter });
}
