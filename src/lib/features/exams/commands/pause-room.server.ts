import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { clockOf } from '../attempt-clock.server';
import { move } from '../clock';
import type { PauseRoom } from '../desk-schema';
import { holdOpenAttempts, holdRoom, personOf } from '../held-room.server';
import { moveAttempts, recordEvents } from '../move-attempts.server';
import { sittingRooms } from '../tables.server';

/**
 * Everything in a room stands from now on: the clocks of all who have begun, and of whoever begins while it does. Time that
 * is up is not stopped any more. Authorised by `holdRoom`.
 */
export async function pauseRoom(ctx: Context, { roomId, reason }: PauseRoom): Promise<{ paused: number }> {
	return withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId, { alone: true });
		if (room.pausedAt) throw conflict('exams.room.paused');
		await tx.update(sittingRooms).set({ pausedAt: ctx.now }).where(eq(sittingRooms.id, roomId));
		const moved = (await holdOpenAttempts(tx, room)).flatMap((attempt) => {
			const decision = move(clockOf(attempt), 'pause', ctx.now.getTime());
			return decision.ok ? [{ attempt, clock: decision }] : [];
		});
		await moveAttempts(tx, room.sittingId, moved);
		const byId = personOf(ctx.actor);
		await recordEvents(tx, ctx, room.sittingId, [
			...moved.map(({ attempt }) => ({
				...{ kind: 'pause' as const, roomId, attemptId: attempt.id, byId },
				data: { scope: 'room', reason }
			})),
			{ kind: 'pause', roomId, byId, data: { scope: 'room', reason, attempts: moved.length } }
		]);
		await recordAudit(tx, ctx, {
			action: 'exams.room.pause',
			subject: { type: 'sittingRoom', id: roomId },
			after: { reason, attempts: moved.length }
		});
		return { paused: moved.length };
	});
}
