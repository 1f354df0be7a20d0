import { and, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { RoomDoor } from '../entry.server';
import { registrations, sittingRooms, sittings } from '../tables.server';

/** The rules of a candidate's sitting and the door of their room; null for one without a room. */
export async function findDoor(
	db: Database,
	{ sittingId, personId }: { sittingId: string; personId: string }
): Promise<{ rules: unknown; room: RoomDoor | null }> {
	const { kind, ipRanges, password, pausedAt, closedAt } = sittingRooms;
	const [found] = await db
		.select({ rules: sittings.rules, room: { kind, ipRanges, password, pausedAt, closedAt } })
		.from(sittings)
		.leftJoin(
			registrations,
			and(eq(registrations.sittingId, sittings.id), eq(registrations.personId, personId))
		)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.where(eq(sittings.id, sittingId));
	return found ?? { rules: {}, room: null };
}
