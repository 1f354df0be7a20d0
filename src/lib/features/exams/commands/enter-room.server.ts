import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { ensurePaper } from '../prepare.server';
import { decideEnter } from '../rules';
import type { EnterRoom } from '../schema';
import { registrations, sittingRooms, sittings } from '../tables.server';

/**
 * Leads a candidate to their room, from an hour before the sitting opens: there they wait for it, and begin. Their paper is
 * drawn now where the preparation has not met them.
 *
 * No audit: nothing has begun, and what was drawn is kept with its time.
 */
export async function enterRoom(ctx: Context, { sittingId }: EnterRoom): Promise<{ attemptId: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'exams.attempt.take', { personId });
		const [found] = await tx
			.select({ sitting: sittings, registration: registrations, kind: sittingRooms.kind })
			.from(registrations)
			.innerJoin(sittings, eq(sittings.id, registrations.sittingId))
			.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
			.where(
				and(
					eq(registrations.sittingId, sittingId),
					eq(registrations.personId, personId),
					isNull(registrations.withdrawnAt)
				)
			);
		if (!found) throw conflict('exams.start.unregistered');
		if (found.registration.waitingSince) throw conflict('exams.start.waiting');
		if (found.kind === 'paper') throw conflict('exams.entry.paper');
		const decision = decideEnter(found.sitting, ctx.now);
		if (!decision.ok) throw conflict(decision.code);
		return { attemptId: await ensurePaper(tx, ctx, found.sitting, found.registration) };
	});
}
