import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { inboxOwner } from '../queries.server';
import type { OpenNotification } from '../schema';
import { notifications } from '../tables.server';

/**
 * Marks one of the person's own notifications as read and says where it leads.
 * No audit: having read a message changes nothing that anybody decides on.
 */
export async function openNotification(ctx: Context, input: OpenNotification): Promise<{ href: string }> {
	const personId = inboxOwner(ctx);
	return withTransaction(ctx, async (tx) => {
		const mine = and(eq(notifications.id, input.id), eq(notifications.personId, personId));
		const [found] = await tx.select({ href: notifications.href }).from(notifications).where(mine);
		if (!found) throw notFound();
		await tx
			.update(notifications)
			.set({ readAt: ctx.now })
			.where(and(mine, isNull(notifications.readAt)));
		return { href: /^\/(?![/\\])/.test(found.href) ? found.href : '/inbox' };
	});
}
