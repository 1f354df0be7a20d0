import { eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { authorizeEditing } from '../editing.server';
import type { SetReviewAgain } from '../edit-schema';
import { items } from '../tables.server';

/** Says from which day on items ask to be reviewed again; null takes the day away. What they say stays as it is. */
export async function setReviewAgain(
	ctx: Context,
	{ itemIds, on }: SetReviewAgain
): Promise<{ changed: number }> {
	authorizeEditing(ctx.actor);
	const ids = [...new Set(itemIds)];
	return withTransaction(ctx, async (tx) => {
		const found = await tx.select().from(items).where(inArray(items.id, ids)).orderBy(items.id).for('update');
		if (found.length !== ids.length) throw notFound();
		const changing = found.filter((item) => item.reviewAgainOn !== on);
		for (const { id, revision } of changing)
			await tx
				.update(items)
				.set({ reviewAgainOn: on, revision: revision + 1, changedAt: ctx.now })
				.where(eq(items.id, id));
		if (changing.length)
			await recordAudit(tx, ctx, {
				action: 'bank.item.review_again',
				subject:
					changing.length === 1 ? { type: 'item', id: changing[0]!.id } : { type: 'items', id: 'bank' },
				before: Object.fromEntries(changing.map(({ code, reviewAgainOn }) => [code, reviewAgainOn])),
				after: { on }
			});
		return { changed: changing.length };
	});
}
