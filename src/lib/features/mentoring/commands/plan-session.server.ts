import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { namesOf } from '../load.server';
import type { PlanSession } from '../plan-schema';
import { lockToPlan, readWhen, takeTime } from '../plan.server';
import { plannedSessions } from '../tables.server';

/**
 * Either side plans a session ahead; it stands in both calendars and takes their time, so that a class or an exam at
 * the same hour is seen as a clash. Refuses when either is taken. No authorisation: `lockToPlan` asks for
 * `mentoring.session.plan`, for oneself.
 */
export async function planSession(
	ctx: Context,
	input: PlanSession
): Promise<{ id: string; pairingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { pairing, me, other } = await lockToPlan(tx, ctx, input.pairingId);
		const when = readWhen(ctx, pairing, input);
		const session = {
			...{ id: newId(ctx.now), pairingId: pairing.id, ...when, steps: input.steps, note: input.note },
			...{ state: 'planned' as const, createdBy: me, createdAt: ctx.now }
		};
		await takeTime(tx, ctx, pairing, session, me);
		await tx.insert(plannedSessions).values(session);
		await notify(tx, ctx, {
			personId: other,
			kind: 'mentoring.planned',
			params: { name: (await namesOf(tx, [me])).get(me) ?? '', date: input.day, time: input.time },
			href: `/mentoring/${pairing.id}`,
			cause: `mentoring.session.plan:${session.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'mentoring.session.plan',
			subject: { type: 'plannedSession', id: session.id },
			personId: pairing.traineeId,
			after: { pairingId: pairing.id, ...told(session) }
		});
		return { id: session.id, pairingId: pairing.id };
	});
}

/** What the audit log says of a planned session. */
const told = ({ startsAt, endsAt, steps }: { startsAt: Date; endsAt: Date; steps: number[] }) => ({
	...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), steps }
});
