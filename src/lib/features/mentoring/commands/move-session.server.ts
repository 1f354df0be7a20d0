import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { namesOf } from '../load.server';
import type { MoveSession } from '../plan-schema';
import { lockSession, readWhen, takeTime } from '../plan.server';
import { plannedSessions } from '../tables.server';

/**
 * Either side moves a planned session to another time, or says otherwise what it covers; the other is told. Refuses when
 * either is taken then, and what was held or cancelled. No authorisation: `lockSession` asks for it.
 */
export async function moveSession(
	ctx: Context,
	input: MoveSession
): Promise<{ id: string; pairingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { pairing, me, other, session } = await lockSession(tx, ctx, input.sessionId);
		const when = readWhen(ctx, pairing, input);
		const next = { ...when, steps: input.steps, note: input.note };
		const moved = await tx
			.update(plannedSessions)
			.set(next)
			.where(and(eq(plannedSessions.id, session.id), eq(plannedSessions.state, 'planned')))
			.returning({ id: plannedSessions.id });
		if (!moved.length) throw conflict('mentoring.plan.over');
		await takeTime(tx, ctx, pairing, { ...session, ...next }, me);
		await notify(tx, ctx, {
			personId: other,
			kind: 'mentoring.moved',
			params: { name: (await namesOf(tx, [me])).get(me) ?? '', date: input.day, time: input.time },
			href: `/mentoring/${pairing.id}`,
			// Moved more than once, it is told more than once.
			cause: `mentoring.session.move:${session.id}:${ctx.now.toISOString()}`
		});
		await recordAudit(tx, ctx, {
			action: 'mentoring.session.move',
			subject: { type: 'plannedSession', id: session.id },
			personId: pairing.traineeId,
			before: { startsAt: session.startsAt.toISOString(), steps: session.steps },
			after: { startsAt: when.startsAt.toISOString(), steps: input.steps }
		});
		return { id: session.id, pairingId: pairing.id };
	});
}
