import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { clockOf } from '../attempt-clock.server';
import { move } from '../clock';
import type { ResumeRoom } from '../desk-schema';
import { holdOpenAttempts, holdRoom, personOf } from '../held-room.server';
import { moveAttempts, recordEvents } from '../move-attempts.server';
import { sittingRooms } from '../tables.server';

/** A room that stood goes on, and everybody's end moves by as long as their clock stood. Authorised by `holdRoom`. */
export async function resumeRoom(ctx: Context, { roomId }: ResumeRoom): Promise<{ resumed: number }> {
	return withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId, { alone: true });
		const { pausedAt } = room;
		if (!pausedAt) throw conflict('exams.room.running');
		await tx.update(sittingRooms).set({ pausedAt: null }).where(eq(sittingRooms.id, roomId));
		const now = ctx.now.getTime();
		const moved = (await holdOpenAttempts(tx, room)).flatMap((attempt) => {
			const clock = clockOf(attempt);
			// Breaks ended when the room was stopped: a clock that stands until a moment is none of its own.
			const decision = clock.pausedUntil === null ? move(clock, 'resume', now) : null;
			return decision?.ok ? [{ attempt, clock: decision, stoodMs: now - (clock.pausedAt ?? now) }] : [];
		});
		await moveAttempts(tx, room.sittingId, moved);
		const byId = personOf(ctx.actor);
		const stoodMs = now - pausedAt.getTime();
		await recordEvents(tx, ctx, room.sittingId, [
			...moved.map(({ attempt, stoodMs }) => ({
				...{ kind: 'resume' as const, roomId, attemptId: attempt.id, byId },
				data: { scope: 'room', stoodMs }
			})),
			{ kind: 'resume', roomId, byId, data: { scope: 'room', stoodMs, attempts: moved.length } }
		]);
		await recordAudit(tx, ctx, {
			action: 'exams.room.resume',
			subject: { type: 'sittingRoom', id: roomId },
			after: { stoodMs, attempts: moved.length }
		});
		return { resumed: moved.length };
	});
}
