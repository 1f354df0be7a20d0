import { asc, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { markIn, type Marked } from './commands/mark-attempt.server';
import { currentResult } from './current-result.server';
import { attemptResults, attempts, sittings } from './tables.server';

/** So many papers are in memory at once. */
const AT_ONCE = 500;

/**
 * Gives a sitting another pass mark and marks everybody anew by it who is marked already, in the caller's transaction, which
 * holds the sitting: all of them or nobody, so that no release can fall between. A review of the results is void by it. Gives
 * whose marks are new; the caller records them at its end (`recordMarks`). Asks nobody: whoever decided it has been asked.
 */
export async function setPassMark(
	tx: Database,
	ctx: Context,
	{ sittingId, percent }: { sittingId: string; percent: number }
): Promise<Marked[]> {
	await tx.update(sittings).set({ passPercent: percent }).where(eq(sittings.id, sittingId));
	const rows = await tx
		.select({ id: attempts.id })
		.from(attempts)
		.innerJoin(attemptResults, currentResult)
		.where(eq(attempts.sittingId, sittingId))
		.orderBy(asc(attempts.id));
	const marked: Marked[] = [];
	for (let from = 0; from < rows.length; from += AT_ONCE)
		marked.push(
			...(await markIn(
				tx,
				ctx,
				rows.slice(from, from + AT_ONCE).map(({ id }) => id)
			))
		);
	return marked;
}
