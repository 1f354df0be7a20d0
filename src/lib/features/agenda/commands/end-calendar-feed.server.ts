import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { calendarFeeds } from '../tables.server';

/** Ends the secret address of the signed-in person's calendar: from now on it is not found. */
export async function endCalendarFeed(ctx: Context): Promise<void> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'agenda.calendar.subscribe', { personId });
		const ended = await tx
			.delete(calendarFeeds)
			.where(eq(calendarFeeds.personId, personId))
			.returning({ personId: calendarFeeds.personId });
		if (!ended.length) throw conflict('agenda.feed.none');
		await recordAudit(tx, ctx, {
			action: 'agenda.calendar.unsubscribe',
			subject: { type: 'person', id: personId },
			personId
		});
	});
}
