import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { clockOf, columnsOf, moveAttempt } from '../attempt-clock.server';
import { move } from '../clock';
import type { FreeDevice } from '../desk-schema';
import { holdAttemptIn, holdRoom, personOf } from '../held-room.server';
import { recordEvents } from '../move-attempts.server';

/**
 * An invigilator lets a candidate go on at another device: the next that takes the seat has it. Until then the one before
 * still saves. Authorised by `holdRoom`.
 */
export async function freeDevice(ctx: Context, { roomId, attemptId, reason }: FreeDevice): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId);
		const attempt = await holdAttemptIn(tx, room, attemptId);
		const decision = move(clockOf(attempt), 'freeDevice', ctx.now.getTime());
		if (!decision.ok) throw conflict(decision.code, decision.params);
		await recordEvents(tx, ctx, room.sittingId, [
			{
				kind: 'freeDevice',
				roomId,
				attemptId,
				byId: personOf(ctx.actor),
				data: { reason, seat: attempt.seat }
			}
		]);
		await moveAttempt(tx, attempt, { ...columnsOf(decision), deviceFreedAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'exams.room.free_device',
			subject: { type: 'attempt', id: attemptId },
			personId: attempt.personId,
			after: { reason, seat: attempt.seat }
		});
	});
}
