import { and, asc, eq, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { Refusal } from '$lib/shared/errors';
import { nameInvigilators } from '../invigilators.server';
import { auditMovedUp, fillPlaces, tellAgendas, writeSeats } from '../places.server';
import type { UpdateRoom } from '../schema';
import { rechair, type SeatRoom } from '../seating';
import { columnsOfRoom, holdRoom, withoutPassword } from '../set-up.server';
import { registrations, sittingRooms } from '../tables.server';
import { namedTwice } from './add-room.server';

/**
 * Changes a room before its sitting opens. Never smaller than those who are in it; where it grows, who waits moves up, and
 * chairs that are gone are given anew.
 */
export async function updateRoom(
	ctx: Context,
	input: UpdateRoom
): Promise<{ id: string; sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, room: before } = await holdRoom(tx, ctx, input.roomId);
		const room = { ...before, ...columnsOfRoom(input) };
		const there = await seatedIn(tx, room.id);
		if (room.places !== null && there.length > room.places) {
			const params = { seated: there.length };
			throw new Refusal('conflict', 'exams.room.too_small', params, { places: 'exams.room.too_small' });
		}
		await tx.update(sittingRooms).set(columnsOfRoom(input)).where(eq(sittingRooms.id, room.id));
		await nameInvigilators(tx, room, input.invigilators);
		await reseat(tx, room, there);
		const moved = await fillPlaces(tx, ctx, sitting);
		// The place in the agenda of those who are in it may be called otherwise.
		await tellAgendas(
			tx,
			ctx,
			sitting,
			there.map(({ personId }) => personId)
		);
		await auditMovedUp(tx, ctx, sitting.id, moved);
		await recordAudit(tx, ctx, {
			action: 'exams.room.manage',
			subject: { type: 'sitting', id: sitting.id },
			before: withoutPassword(before),
			after: { ...withoutPassword(room), invigilators: input.invigilators }
		});
		return { id: room.id, sittingId: sitting.id };
	}).catch(namedTwice);
}

const seatedIn = (tx: Database, roomId: string) =>
	tx
		.select({ id: registrations.id, personId: registrations.personId, chair: registrations.chair })
		.from(registrations)
		.where(eq(registrations.roomId, roomId))
		.orderBy(asc(registrations.chair), asc(registrations.ticket));

async function reseat(tx: Database, room: SeatRoom, there: Awaited<ReturnType<typeof seatedIn>>) {
	const changed = rechair(room, there).filter((one, i) => one.chair !== there[i]!.chair);
	if (!changed.length) return;
	// First all of them stand up: no two are on one chair in between.
	await tx
		.update(registrations)
		.set({ chair: null })
		.where(and(eq(registrations.roomId, room.id), sql`${registrations.chair} is not null`));
	await writeSeats(
		tx,
		rechair(room, there).map(({ id, chair }) => ({ id, chair, roomId: room.id }))
	);
}
