import { count, desc, eq, sql, type SQLWrapper } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import type { NotificationParams } from './notify.server';
import { notifications } from './tables.server';

export const INBOX_PAGE_SIZE = 25;

/** Whose inbox a request reads: only ever the reader's own. */
export function inboxOwner(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	authorize(ctx.actor, 'notifications.inbox.read', { personId: ctx.actor.personId });
	return ctx.actor.personId;
}

/** How many unread notifications somebody has, as a part of another query. */
export const unreadOf = (personId: SQLWrapper) =>
	sql<number>`(select count(*)::int from ${notifications} n where n.person_id = ${personId} and n.read_at is null)`;

/** The signed-in person's notifications, newest first, one page of 25 (`page` from 1). */
export async function listNotifications(ctx: Context, filter: { page?: number } = {}) {
	const personId = inboxOwner(ctx);
	const page = Math.max(1, filter.page ?? 1);
	const mine = eq(notifications.personId, personId);
	const rows = await ctx.db
		.select()
		.from(notifications)
		.where(mine)
		.orderBy(desc(notifications.createdAt), desc(notifications.id))
		.limit(INBOX_PAGE_SIZE)
		.offset((page - 1) * INBOX_PAGE_SIZE);
	const [total] = await ctx.db
		.select({
			n: count(),
			unread: sql<number>`(count(*) filter (where ${notifications.readAt} is null))::int`
		})
		.from(notifications)
		.where(mine);
	return {
		rows: rows.map(({ id, kind, params, createdAt, readAt }) => ({
			id,
			kind,
			params: params as NotificationParams,
			createdAt: createdAt.toISOString(),
			unread: readAt === null
		})),
		page,
		pageSize: INBOX_PAGE_SIZE,
		total: total?.n ?? 0,
		unread: total?.unread ?? 0
	};
}
