import { and, asc, count, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { engage } from '$lib/features/agenda/index.server';
import { recordAudits } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { engagementOf } from './agenda.server';
import { capacityOf, nextSeat, type Seat } from './seating';
import { registrations, sittingRooms, sittings } from './tables.server';

export type SittingRow = typeof sittings.$inferSelect;
export type RoomRow = typeof sittingRooms.$inferSelect;
type RegistrationRow = typeof registrations.$inferSelect;

/** Holds a sitting: whoever gives or takes its places does so one after the other. Throws notFound. */
export async function holdSitting(tx: Database, sittingId: string): Promise<SittingRow> {
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, sittingId)).for('no key update');
	if (!sitting) throw notFound();
	return sitting;
}

/** The rooms of a sitting in the order in which they are filled. */
export const roomsOf = (db: Database, sittingId: string): Promise<RoomRow[]> =>
	db.select().from(sittingRooms).where(eq(sittingRooms.sittingId, sittingId)).orderBy(asc(sittingRooms.id));

const live = (sittingId: string) =>
	and(eq(registrations.sittingId, sittingId), isNull(registrations.withdrawnAt));
const placed = (sittingId: string) => and(live(sittingId), isNull(registrations.waitingSince));

/** How many hold a place. */
export async function countPlaced(db: Database, sittingId: string): Promise<number> {
	const [row] = await db.select({ n: count() }).from(registrations).where(placed(sittingId));
	return row?.n ?? 0;
}

/** The chairs that are taken, by room. */
async function takenIn(tx: Database, sittingId: string): Promise<Map<string, (number | null)[]>> {
	const rows = await tx
		.select({ roomId: registrations.roomId, chair: registrations.chair })
		.from(registrations)
		.where(and(placed(sittingId), isNotNull(registrations.roomId)));
	const taken = new Map<string, (number | null)[]>();
	for (const { roomId, chair } of rows) taken.set(roomId!, [...(taken.get(roomId!) ?? []), chair]);
	return taken;
}

/** What somebody who registers now gets: a place, with a seat where there are rooms, or none. The caller holds the sitting. */
export async function findPlace(
	tx: Database,
	sittingId: string
): Promise<{ free: boolean; seat: Seat | null }> {
	const rooms = await roomsOf(tx, sittingId);
	const capacity = capacityOf(rooms);
	if (capacity !== null && (await countPlaced(tx, sittingId)) >= capacity) return { free: false, seat: null };
	return { free: true, seat: rooms.length ? nextSeat(rooms, await takenIn(tx, sittingId)) : null };
}

/** Who moved up from the waiting list: to be audited after everything else is written. */
export type MovedUp = { personId: string; ticket: string }[];

/**
 * Seats who has a place and no room, then gives free places to those who wait, in the order in which they asked, and tells
 * them. The caller holds the sitting, and records who moved last (`auditMovedUp`).
 */
export async function fillPlaces(tx: Database, ctx: Context, sitting: SittingRow): Promise<MovedUp> {
	const rooms = await roomsOf(tx, sitting.id);
	const capacity = capacityOf(rooms);
	const taken = await takenIn(tx, sitting.id);
	const begin = (roomId: string) => {
		const chairs: (number | null)[] = [];
		taken.set(roomId, chairs);
		return chairs;
	};
	const seated = (rows: readonly RegistrationRow[]) =>
		rows.map(({ id }) => {
			const seat = nextSeat(rooms, taken);
			if (seat) (taken.get(seat.roomId) ?? begin(seat.roomId)).push(seat.chair);
			return { id, roomId: seat?.roomId ?? null, chair: seat?.chair ?? null };
		});
	const standing = rooms.length ? await roomless(tx, sitting.id) : [];
	await writeSeats(tx, seated(standing));
	const held = standing.map(({ personId }) => personId);
	const free = capacity === null ? Infinity : capacity - (await countPlaced(tx, sitting.id));
	const waiting =
		free > 0 && ctx.now < sitting.closesAt
			? await tx
					.select()
					.from(registrations)
					.where(and(live(sitting.id), isNotNull(registrations.waitingSince)))
					.orderBy(asc(registrations.waitingSince), asc(registrations.ticket))
					.limit(Math.min(free, 100_000))
			: [];
	await writeSeats(tx, seated(waiting));
	await notifyMany(
		tx,
		ctx,
		waiting.map((row) => ({
			personId: row.personId,
			kind: 'exams.moved_up',
			params: { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn }, ticket: row.ticket },
			href: `/exams/${sitting.id}`,
			cause: `exams.moved_up:${row.id}:${row.waitingSince!.toISOString()}`
		}))
	);
	await tellAgendas(tx, ctx, sitting, [...held, ...waiting.map(({ personId }) => personId)]);
	return waiting.map(({ personId, ticket }) => ({ personId, ticket }));
}

/** Writes who sits where, and that they wait no longer: one statement, however many. */
export async function writeSeats(
	tx: Database,
	seats: readonly { id: string; roomId: string | null; chair: number | null }[]
): Promise<void> {
	if (!seats.length) return;
	await tx.execute(sql`update registrations set waiting_since = null, room_id = s."roomId", chair = s.chair
		from jsonb_to_recordset(${JSON.stringify(seats)}::text::jsonb) as s(id uuid, "roomId" uuid, chair int)
		where registrations.id = s.id`);
}

/** With a place and without a room, by ticket. */
const roomless = (tx: Database, sittingId: string) =>
	tx
		.select()
		.from(registrations)
		.where(and(placed(sittingId), isNull(registrations.roomId)))
		.orderBy(asc(registrations.ticket));

/** Puts the sitting into the agendas of those who have a place, with the room where they have one. */
export async function tellAgendas(
	tx: Database,
	ctx: Context,
	sitting: SittingRow,
	personIds?: readonly string[]
): Promise<void> {
	if (personIds && !personIds.length) return;
	const rows = await tx
		.select({ personId: registrations.personId, room: sittingRooms.name, address: sittingRooms.address })
		.from(registrations)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.where(and(placed(sitting.id), personIds ? inArray(registrations.personId, [...personIds]) : undefined));
	const place = ({ room, address }: (typeof rows)[number]) =>
		room && [room, address].filter(Boolean).join(' · ');
	await engage(
		tx,
		ctx,
		{ type: 'sitting', id: sitting.id },
		rows.map((row) => ({ ...engagementOf(sitting, row.personId), place: place(row) }))
	);
}

/** Records who moved up, last in the transaction. */
export async function auditMovedUp(
	tx: Database,
	ctx: Context,
	sittingId: string,
	moved: MovedUp
): Promise<void> {
	await recordAudits(
		tx,
		ctx,
		moved.map(({ personId, ticket }) => ({
			action: 'exams.registration.move_up',
			subject: { type: 'sitting', id: sittingId },
			personId,
			before: { ticket, waiting: true },
			after: { ticket, waiting: false }
		}))
	);
}

/** How many stand before somebody on the waiting list, counted from 1. */
export async function placeInLine(db: Database, row: RegistrationRow): Promise<number> {
	const line = await db
		.select({ id: registrations.id })
		.from(registrations)
		.where(and(live(row.sittingId), isNotNull(registrations.waitingSince)))
		.orderBy(asc(registrations.waitingSince), asc(registrations.ticket));
	return line.findIndex(({ id }) => id === row.id) + 1;
}
