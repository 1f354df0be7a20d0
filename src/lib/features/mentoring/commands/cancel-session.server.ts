import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn, localTimeIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { namesOf } from '../load.server';
import type { CancelSession } from '../plan-schema';
import { giveTimeBack, lockSession } from '../plan.server';
import { plannedSessions } from '../tables.server';

/**
 * Either side cancels what was planned, also what was not held; both have the time back, and the other is told. Refuses
 * what was held or cancelled. No authorisation: `lockSession` asks for `mentoring.session.plan`, for oneself.
 */
export async function cancelSession(ctx: Context, input: CancelSession): Promise<{ pairingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { pairing, me, other, session } = await lockSession(tx, ctx, input.sessionId);
		const cancelled = await tx
			.update(plannedSessions)
			.set({ state: 'cancelled' })
			.where(and(eq(plannedSessions.id, session.id), eq(plannedSessions.state, 'planned')))
			.returning({ id: plannedSessions.id });
		if (!cancelled.length) throw conflict('mentoring.plan.over');
		await giveTimeBack(tx, session.id);
		await notify(tx, ctx, {
			personId: other,
			kind: 'mentoring.cancelled',
			params: {
				name: (await namesOf(tx, [me])).get(me) ?? '',
				date: dateIn(session.startsAt),
				time: localTimeIn(session.startsAt).slice(11),
				reason: input.reason
			},
			href: `/mentoring/${pairing.id}`,
			cause: `mentoring.session.cancel:${session.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'mentoring.session.cancel',
			subject: { type: 'plannedSession', id: session.id },
			personId: pairing.traineeId,
			before: { state: 'planned', startsAt: session.startsAt.toISOString() },
			after: { state: 'cancelled', reason: input.reason }
		});
		return { pairingId: pairing.id };
	});
}
