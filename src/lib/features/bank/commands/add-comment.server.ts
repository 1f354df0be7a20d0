import { eq } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { authorizeEditing, personOf } from '../editing.server';
import type { AddComment } from '../edit-schema';
import { itemComments, items } from '../tables.server';

/** Says something about an item as it stands: authors and reviewers, each of the other's. Its setter hears of it. */
export async function addComment(ctx: Context, { itemId, body }: AddComment): Promise<{ id: string }> {
	const by = personOf(ctx);
	authorizeEditing(ctx.actor);
	if (!by) throw forbidden();
	return withTransaction(ctx, async (tx) => {
		// Shared with the item's row, so that the version that it is said of is still the newest.
		const [item] = await tx.select().from(items).where(eq(items.id, itemId)).for('share');
		if (!item) throw notFound();
		const id = newId(ctx.now);
		await tx
			.insert(itemComments)
			.values({ id, itemId, itemVersionId: item.versionId, personId: by, body, createdAt: ctx.now });
		if (item.setterId && item.setterId !== by)
			await notify(tx, ctx, {
				...{ personId: item.setterId, kind: 'bank.commented', href: `/staff/items/${itemId}` },
				params: { code: item.code },
				cause: `bank.item.comment:${id}`
			});
		await recordAudit(tx, ctx, {
			action: 'bank.item.comment',
			subject: { type: 'item', id: itemId },
			after: { code: item.code, body }
		});
		return { id };
	});
}
