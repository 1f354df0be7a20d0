import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { roomsOf, tellAgendas, writeSeats } from '../places.server';
import type { SeatCandidates } from '../schema';
import { seatAll, type SeatOrder } from '../seating';
import { holdForSetUp } from '../set-up.server';
import { registrations } from '../tables.server';
import { tellSeats } from '../tell-seats.server';

/**
 * Seats everybody who has a place anew, rooms filled one after the other: by ticket, or unit by unit. Who sits elsewhere
 * than before is told. Returns how many have a seat, and how many found none.
 */
export async function seatCandidates(
	ctx: Context,
	input: SeatCandidates
): Promise<{ seated: number; left: number }> {
	return withTransaction(ctx, async (tx) => {
		const sitting = await holdForSetUp(tx, ctx, input.sittingId);
		const rooms = await roomsOf(tx, sitting.id);
		if (!rooms.length) throw conflict('exams.seat.no_rooms');
		const candidates = await inOrder(tx, sitting.id, input.order);
		const seats = seatAll(candidates, rooms);
		// First all of them stand up: no two are on one chair in between.
		await tx
			.update(registrations)
			.set({ roomId: null, chair: null })
			.where(and(eq(registrations.sittingId, sitting.id), isNotNull(registrations.roomId)));
		await writeSeats(
			tx,
			seats.map(({ candidate, roomId, chair }) => ({ id: candidate.id, roomId, chair }))
		);
		const moved = seats.filter(
			({ candidate, roomId, chair }) => candidate.roomId !== roomId || candidate.chair !== chair
		);
		await tellSeats(tx, ctx, sitting, rooms, moved);
		await tellAgendas(tx, ctx, sitting);
		const done = { seated: seats.length, left: candidates.length - seats.length };
		await recordAudit(tx, ctx, {
			action: 'exams.seat.assign',
			subject: { type: 'sitting', id: sitting.id },
			after: { order: input.order, ...done, moved: moved.length }
		});
		return done;
	});
}

function inOrder(tx: Database, sittingId: string, order: SeatOrder) {
	const by = order === 'unit' ? [asc(units.path), asc(registrations.ticket)] : [asc(registrations.ticket)];
	return tx
		.select({
			id: registrations.id,
			personId: registrations.personId,
			roomId: registrations.roomId,
			chair: registrations.chair
		})
		.from(registrations)
		.innerJoin(people, eq(people.id, registrations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(registrations.sittingId, sittingId),
				isNull(registrations.withdrawnAt),
				isNull(registrations.waitingSince)
			)
		)
		.orderBy(...by);
}
