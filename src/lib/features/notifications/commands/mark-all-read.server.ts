import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { inboxOwner } from '../queries.server';
import { notifications } from '../tables.server';

/**
 * Marks all of the person's own notifications as read.
 * No audit: having read a message changes nothing that anybody decides on.
 */
export async function markAllRead(ctx: Context): Promise<void> {
	const personId = inboxOwner(ctx);
	await withTransaction(ctx, (tx) =>
		tx
			.update(notifications)
			.set({ readAt: ctx.now })
			.where(and(eq(notifications.personId, personId), isNull(notifications.readAt)))
	);
}
