import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { getOwnSet } from '../practice/own-set.server';
import type { FinishPractice } from '../practice/schema';
import { practiceSets } from '../tables.server';

/**
 * Ends one's own set where it stands; what is not answered then stays so. Ending twice changes nothing. No audit: see
 * `startPractice`. Authorised in `getOwnSet`.
 */
export async function finishPractice(ctx: Context, { setId }: FinishPractice): Promise<{ setId: string }> {
	return withTransaction(ctx, async (tx) => {
		await getOwnSet(ctx, tx, setId, true);
		await tx
			.update(practiceSets)
			.set({ finishedAt: ctx.now })
			.where(and(eq(practiceSets.id, setId), isNull(practiceSets.finishedAt)));
		return { setId };
	});
}
