import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { RoomRow, SittingRow } from './places.server';
import type { Seat } from './seating';

/** Tells people that they sit elsewhere now: their ticket says it too. */
export function tellSeats(
	tx: Database,
	ctx: Context,
	sitting: SittingRow,
	rooms: readonly RoomRow[],
	seats: readonly (Seat & { candidate: { personId: string } })[]
): Promise<void> {
	const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
	return notifyMany(
		tx,
		ctx,
		seats.map(({ candidate, roomId, chair }) => ({
			personId: candidate.personId,
			kind: 'exams.seated',
			params: {
				exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
				room: nameOf.get(roomId) ?? '',
				chair: chair ?? 0
			},
			href: `/exams/${sitting.id}`,
			// The same seat once more, after another one, is news again.
			cause: `exams.seated:${sitting.id}:${roomId}:${chair ?? 0}:${ctx.now.toISOString()}`
		}))
	);
}
