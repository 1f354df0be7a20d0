import { randomBytes } from 'node:crypto';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden } from '$lib/shared/errors';
import { hashToken } from '../feed.server';
import { calendarFeeds } from '../tables.server';

/**
 * Gives the signed-in person's calendar a secret address, a new one in the place of any before. Returns the token,
 * which is kept nowhere: only its hash is.
 */
export async function renewCalendarFeed(ctx: Context): Promise<{ token: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'agenda.calendar.subscribe', { personId });
		const token = randomBytes(32).toString('base64url');
		const tokenHash = hashToken(token);
		await tx
			.insert(calendarFeeds)
			.values({ personId, tokenHash, createdAt: ctx.now })
			.onConflictDoUpdate({ target: calendarFeeds.personId, set: { tokenHash, createdAt: ctx.now } });
		await recordAudit(tx, ctx, {
			action: 'agenda.calendar.subscribe',
			subject: { type: 'person', id: personId },
			personId
		});
		return { token };
	});
}
