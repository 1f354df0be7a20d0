import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { nameInvigilators } from '../invigilators.server';
import { auditMovedUp, fillPlaces } from '../places.server';
import type { AddRoom } from '../schema';
import { columnsOfRoom, holdForSetUp, withoutPassword } from '../set-up.server';
import { sittingRooms } from '../tables.server';

/** Adds a room to a sitting before it opens: who has no room yet gets a seat in it, and who waits a place. */
export async function addRoom(ctx: Context, input: AddRoom): Promise<{ id: string; sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const sitting = await holdForSetUp(tx, ctx, input.sittingId);
		const room = { ...columnsOfRoom(input), id: newId(ctx.now), sittingId: sitting.id };
		await tx.insert(sittingRooms).values(room);
		await nameInvigilators(tx, room, input.invigilators);
		const moved = await fillPlaces(tx, ctx, sitting);
		await auditMovedUp(tx, ctx, sitting.id, moved);
		await recordAudit(tx, ctx, {
			action: 'exams.room.manage',
			subject: { type: 'sitting', id: sitting.id },
			after: { ...withoutPassword(room), invigilators: input.invigilators }
		});
		return { id: room.id, sittingId: sitting.id };
	}).catch(namedTwice);
}

/** Two rooms of one name: refused at the field. */
export function namedTwice(error: unknown): never {
	if (brokenConstraint(error) === 'sitting_rooms_name')
		throw invalid('app.form', { name: 'exams.room.name' });
	throw error;
}
