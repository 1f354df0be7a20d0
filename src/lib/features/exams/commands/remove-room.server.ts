import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { auditMovedUp, countPlaced, fillPlaces, roomsOf } from '../places.server';
import type { RemoveRoom } from '../schema';
import { capacityOf } from '../seating';
import { holdRoom, withoutPassword } from '../set-up.server';
import { registrations, roomInvigilators, sittingRooms } from '../tables.server';

/** Takes a room away before its sitting opens; who was in it gets a seat in another. Refused where the others have too few places. */
export async function removeRoom(ctx: Context, input: RemoveRoom): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, room } = await holdRoom(tx, ctx, input.roomId);
		const others = (await roomsOf(tx, sitting.id)).filter(({ id }) => id !== room.id);
		const places = capacityOf(others);
		const short = places === null ? 0 : (await countPlaced(tx, sitting.id)) - places;
		if (short > 0) throw conflict('exams.room.needed', { short });
		await tx
			.update(registrations)
			.set({ roomId: null, chair: null })
			.where(eq(registrations.roomId, room.id));
		await tx.delete(roomInvigilators).where(eq(roomInvigilators.roomId, room.id));
		await tx.delete(sittingRooms).where(eq(sittingRooms.id, room.id));
		const moved = await fillPlaces(tx, ctx, sitting);
		await auditMovedUp(tx, ctx, sitting.id, moved);
		await recordAudit(tx, ctx, {
			action: 'exams.room.manage',
			subject: { type: 'sitting', id: sitting.id },
			before: withoutPassword(room)
		});
		return { sittingId: sitting.id };
	});
}
