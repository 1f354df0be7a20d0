import { and, eq, ne, or, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, Refusal } from '$lib/shared/errors';
import { roomsOf, tellAgendas } from '../places.server';
import type { MoveSeat } from '../schema';
import { freeChair, isChairOf, seatIn } from '../seating';
import { holdRegistration } from '../set-up.server';
import { registrations } from '../tables.server';
import { tellSeats } from '../tell-seats.server';

/** Puts one candidate on a chair by hand, or on the lowest free one of a room; the candidate is told. */
export async function moveSeat(ctx: Context, input: MoveSeat): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, registration } = await holdRegistration(tx, ctx, input.registrationId);
		if (registration.waitingSince) throw conflict('exams.seat.waiting');
		const rooms = await roomsOf(tx, sitting.id);
		const room = rooms.find(({ id }) => id === input.roomId);
		if (!room) throw invalid('app.form', { roomId: 'app.field.choice' });
		const there = await tx
			.select({ chair: registrations.chair })
			.from(registrations)
			.where(and(eq(registrations.roomId, room.id), ne(registrations.id, registration.id)));
		if (room.places !== null && there.length >= room.places)
			throw new Refusal('conflict', 'exams.seat.full', {}, { roomId: 'exams.seat.full' });
		const chairs = there.map(({ chair }) => chair);
		if (input.chair !== null && !isChairOf(room, input.chair))
			throw invalid('app.form', { chair: 'exams.seat.no_chair' });
		if (input.chair !== null && chairs.includes(input.chair))
			throw new Refusal('conflict', 'exams.seat.occupied', {}, { chair: 'exams.seat.occupied' });
		const seat = seatIn(room, input.chair ?? freeChair(chairs));
		const moved = await tx
			.update(registrations)
			.set({ roomId: seat.roomId, chair: seat.chair })
			.where(
				and(
					eq(registrations.id, registration.id),
					or(
						sql`${registrations.roomId} is distinct from ${seat.roomId}`,
						sql`${registrations.chair} is distinct from ${seat.chair}`
					)
				)
			)
			.returning({ id: registrations.id });
		if (!moved.length) return { sittingId: sitting.id };
		await tellSeats(tx, ctx, sitting, rooms, [{ ...seat, candidate: registration }]);
		await tellAgendas(tx, ctx, sitting, [registration.personId]);
		const { roomId, chair, ticket } = registration;
		await recordAudit(tx, ctx, {
			action: 'exams.seat.assign',
			subject: { type: 'sitting', id: sitting.id },
			personId: registration.personId,
			before: { ticket, roomId, chair },
			after: { ticket, ...seat }
		});
		return { sittingId: sitting.id };
	});
}
