import type { RoomKind } from './states';

/** A room as seating sees it, in the order in which rooms are filled. */
export interface SeatRoom {
	id: string;
	kind: RoomKind;
	/** Null: as many as come. */
	places: number | null;
}

export interface Seat {
	roomId: string;
	/** From 1; null online, where nobody sits. */
	chair: number | null;
}

/** How candidates are put into rooms: as their tickets are numbered, or those of a unit beside one another. */
export const seatOrders = ['ticket', 'unit'] as const;
export type SeatOrder = (typeof seatOrders)[number];

/** How many a sitting holds; null: as many as come, for without rooms, or with one that is not limited, nobody waits. */
export function capacityOf(rooms: readonly Pick<SeatRoom, 'places'>[]): number | null {
	if (!rooms.length || rooms.some(({ places }) => places === null)) return null;
	return rooms.reduce((sum, { places }) => sum + places!, 0);
}

/** Fills rooms one after the other with candidates in their order; who finds no place is left out. */
export function seatAll<T extends { id: string }>(
	candidates: readonly T[],
	rooms: readonly SeatRoom[]
): (Seat & { candidate: T })[] {
	const seats: (Seat & { candidate: T })[] = [];
	let at = 0;
	for (const room of rooms) {
		const most = room.places ?? candidates.length;
		for (let chair = 1; chair <= most && at < candidates.length; chair++, at++)
			seats.push({ candidate: candidates[at]!, ...seatIn(room, chair) });
	}
	return seats;
}

export const seatIn = ({ id, kind }: SeatRoom, chair: number): Seat => ({
	roomId: id,
	chair: kind === 'online' ? null : chair
});

/** Who is in a room already, by chair where there are chairs. */
export type Taken = ReadonlyMap<string, readonly (number | null)[]>;

/** The first free seat, on the lowest free chair; null where every room is full. */
export function nextSeat(rooms: readonly SeatRoom[], taken: Taken): Seat | null {
	for (const room of rooms) {
		const there = taken.get(room.id) ?? [];
		if (room.places !== null && there.length >= room.places) continue;
		return seatIn(room, freeChair(there));
	}
	return null;
}

/** The lowest number from 1 that is not taken. */
export function freeChair(taken: readonly (number | null)[]): number {
	const chairs = new Set(taken);
	let chair = 1;
	while (chairs.has(chair)) chair++;
	return chair;
}

/**
 * Chairs of those who are in a room after it has changed: each keeps theirs as far as it still is one. Who had none, or one
 * that is gone, gets the lowest that is free.
 */
export function rechair<T extends { chair: number | null }>(room: SeatRoom, there: readonly T[]): T[] {
	if (room.kind === 'online') return there.map((one) => ({ ...one, chair: null }));
	const fits = ({ chair }: T) => chair !== null && isChairOf(room, chair);
	const chairs = there.filter(fits).map(({ chair }) => chair);
	return there.map((one) => {
		if (fits(one)) return one;
		const chair = freeChair(chairs);
		chairs.push(chair);
		return { ...one, chair };
	});
}

/** Whether a room's own numbers of chairs go so far. */
export const isChairOf = ({ kind, places }: SeatRoom, chair: number): boolean =>
	kind !== 'online' && chair >= 1 && chair <= (places ?? 100_000);
