import { and, asc, eq, gt, isNotNull, isNull, lt, not, or } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { LATE_MS } from './clock';
import { closeAttempts } from './commands/close-attempts.server';
import { markAttempts } from './commands/mark-attempt.server';
import { releaseDue } from './commands/release-due.server';
import { prepareSitting } from './prepare.server';
import { waitsForPeople } from './reading.server';
import { EARLY_MS } from './rules';
import { currentResult } from './current-result.server';
import { practicalOfAttempt } from './practical.server';
import { attemptResults, attempts, practicalResults, sittings } from './tables.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Marks attempts that were handed in. */
		'exams.attempt.mark': { attemptIds: string[] };
		/** Prepares sittings that open soon, and looks for what was left over. */
		'exams.attempt.sweep': Record<string, never>;
	}
	interface Events {
		/** The results of a sitting have come out. */
		'exams.result.release': { sittingId: string };
		/** Released results of a sitting that were passed are not any more, since a moment. */
		'exams.result.fall': { sittingId: string; at: string };
	}
}

/** So many at a time: the next minute takes the rest. */
const BATCH = 500;

/**
 * Draws the papers of sittings that open soon, hands in every attempt whose end has passed and marks every one that is not
 * marked. Time is kept each second and marking has jobs; this makes it certain after a stopped server or a restored database.
 * Releases the results whose time has come.
 */
export async function sweepAttempts(ctx: Context): Promise<void> {
	const soon = await ctx.db
		.select({ sittingId: sittings.id })
		.from(sittings)
		.where(
			and(
				isNull(sittings.preparedAt),
				lt(sittings.opensAt, new Date(ctx.now.getTime() + EARLY_MS)),
				gt(sittings.closesAt, ctx.now)
			)
		);
	for (const sitting of soon) await prepareSitting(ctx, sitting);
	await closeAttempts(ctx);
	await releaseDue(ctx);
	const unmarked = await ctx.db
		.select({ attemptId: attempts.id })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.leftJoin(practicalResults, practicalOfAttempt)
		.leftJoin(attemptResults, currentResult)
		.where(
			and(
				// Whoever waits for examiners would stand before the others.
				or(not(sittings.practical), isNotNull(practicalResults.personId)),
				isNotNull(attempts.handedInAt),
				lt(attempts.handedInAt, new Date(ctx.now.getTime() - LATE_MS)),
				isNull(attemptResults.attemptId),
				// As long as people read, there is nothing to do; others come behind them.
				not(waitsForPeople)
			)
		)
		.orderBy(asc(attempts.handedInAt))
		.limit(BATCH);
	await markAttempts(ctx, { attemptIds: unmarked.map(({ attemptId }) => attemptId) });
}
