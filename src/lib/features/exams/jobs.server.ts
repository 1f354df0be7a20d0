import { and, asc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { closeAttempt } from './commands/close-attempt.server';
import { markAttempt } from './commands/mark-attempt.server';
import { CLOSING_MS } from './rules';
import { attemptResults, attempts } from './tables.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Hands an attempt in at its end, with nobody present. */
		'exams.attempt.close': { attemptId: string };
		/** Marks an attempt that was handed in. */
		'exams.attempt.mark': { attemptId: string };
		/** Looks for what the two above have left over. */
		'exams.attempt.sweep': Record<string, never>;
	}
	interface Events {
		/** The results of a sitting have come out. */
		'exams.result.release': { sittingId: string };
	}
}

/** So many at a time: the next minute takes the rest. */
const BATCH = 500;

/**
 * Hands in every attempt whose end has passed and marks every one that is not marked. The jobs of each attempt do
 * this by themselves; this makes it certain after a stopped server or a restored database.
 */
export async function sweepAttempts(ctx: Context): Promise<void> {
	const before = new Date(ctx.now.getTime() - CLOSING_MS);
	const overdue = await ctx.db
		.select({ attemptId: attempts.id })
		.from(attempts)
		.where(and(isNull(attempts.handedInAt), lt(attempts.endsAt, before)))
		.orderBy(asc(attempts.endsAt))
		.limit(BATCH);
	for (const attempt of overdue) await closeAttempt(ctx, attempt);
	const unmarked = await ctx.db
		.select({ attemptId: attempts.id })
		.from(attempts)
		.leftJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
		.where(
			and(isNotNull(attempts.handedInAt), lt(attempts.handedInAt, before), isNull(attemptResults.attemptId))
		)
		.orderBy(asc(attempts.handedInAt))
		.limit(BATCH);
	for (const attempt of unmarked) await markAttempt(ctx, attempt);
}
