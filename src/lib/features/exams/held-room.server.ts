import { and, eq, isNull, sql } from 'drizzle-orm';
import { authorize, type Actor } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { holdAttempts, type AttemptRow } from './attempt-clock.server';
import { attempts, registrations, roomInvigilators, sittingRooms } from './tables.server';

export type RoomRow = typeof sittingRooms.$inferSelect;

/**
 * The room of an invigilator's act, held until the transaction ends, once it is clear that they may act in it: they are listed
 * for it or invigilate everywhere, and do not sit the exam themselves. `alone` keeps away whoever begins in it or acts in it
 * meanwhile. Throws notFound, forbidden, and a conflict for a room that is closed.
 */
export async function holdRoom(
	tx: Database,
	ctx: Context,
	roomId: string,
	{ alone = false, everywhere = false } = {}
): Promise<RoomRow> {
	const [room] = await tx
		.select()
		.from(sittingRooms)
		.where(eq(sittingRooms.id, roomId))
		.for(alone ? 'update' : 'share');
	if (!room) throw notFound();
	const personId = personOf(ctx.actor);
	authorize(ctx.actor, 'exams.room.invigilate', {
		personId: everywhere ? null : await listedIn(tx, roomId, personId),
		parties: { candidate: await registeredFor(tx, room.sittingId, personId) }
	});
	if (room.closedAt) throw conflict('exams.room.closed');
	return room;
}

/** Who acts; null for the system. */
export const personOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.personId : null);

/** The person, where they are listed as an invigilator of the room: whose matter it is then. */
export async function listedIn(
	db: Database,
	roomId: string,
	personId: string | null
): Promise<string | null> {
	if (!personId) return null;
	const { roomId: room, personId: person } = roomInvigilators;
	const found = await db
		.select({ person })
		.from(roomInvigilators)
		.where(and(eq(room, roomId), eq(person, personId)));
	return found[0]?.person ?? null;
}

/** The person, where they are a candidate of the sitting. */
export async function registeredFor(
	db: Database,
	sittingId: string,
	personId: string | null
): Promise<string | null> {
	if (!personId) return null;
	const found = await db
		.select({ person: registrations.personId })
		.from(registrations)
		.where(
			and(
				...[eq(registrations.sittingId, sittingId), eq(registrations.personId, personId)],
				isNull(registrations.withdrawnAt)
			)
		);
	return found[0]?.person ?? null;
}

/** The condition of attempts whose candidates sit in a room. */
export const inRoom = (roomId: string) =>
	sql`exists (select 1 from ${registrations} where ${registrations.sittingId} = ${attempts.sittingId}
		and ${registrations.personId} = ${attempts.personId} and ${registrations.roomId} = ${roomId})`;

/** One attempt of a held room, held as well. Throws notFound for one of another room. */
export async function holdAttemptIn(tx: Database, room: RoomRow, attemptId: string): Promise<AttemptRow> {
	const [attempt] = await holdAttempts(tx, and(eq(attempts.id, attemptId), inRoom(room.id)));
	if (!attempt) throw notFound();
	return attempt;
}

/** The attempts of a held room, or of its whole sitting, that are not handed in. */
export const holdOpenAttempts = (tx: Database, room: RoomRow, whole = false): Promise<AttemptRow[]> =>
	holdAttempts(
		tx,
		and(
			...[eq(attempts.sittingId, room.sittingId), isNull(attempts.handedInAt)],
			whole ? undefined : inRoom(room.id)
		)
	);
