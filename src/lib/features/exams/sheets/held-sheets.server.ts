import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { authorize } from '$lib/access/can';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { holdRoom, personOf, type RoomRow } from '../held-room.server';
import { registrations, sittings } from '../tables.server';
import { loadSheets, type Sheet } from './load-sheets.server';

type SittingRow = typeof sittings.$inferSelect;

/** A paper room of an act, held with its sitting; whether the actor may act in it is asked by `holdRoom`. */
export interface HeldPaperRoom {
	room: RoomRow;
	sitting: SittingRow;
	/** Who acts: sheets are read by people only. */
	personId: string;
}

/** Holds a paper room whose results are not out. `alone`: nobody else acts in it meanwhile. */
export async function holdPaperRoom(
	tx: Database,
	ctx: Context,
	roomId: string,
	{ alone = false } = {}
): Promise<HeldPaperRoom> {
	const room = await holdRoom(tx, ctx, roomId, { alone });
	if (room.kind !== 'paper') throw conflict('staffSheets.sheet.not_paper');
	const personId = personOf(ctx.actor);
	if (!personId) throw forbidden();
	// Releasing results holds the sitting: it comes before this, or after.
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, room.sittingId)).for('share');
	if (sitting!.releasedAt) throw conflict('exams.release.twice');
	return { room, sitting: sitting!, personId };
}

/** A paper room whose times are noted: before, nothing on a sheet can become an attempt. */
export async function holdReadRoom(tx: Database, ctx: Context, roomId: string) {
	const held = await holdPaperRoom(tx, ctx, roomId);
	const { beganAt, endedAt } = held.room;
	if (!beganAt || !endedAt) throw conflict('staffSheets.sheet.no_times');
	return { ...held, times: { beganAt, endedAt } };
}

/** Some sheets of a held room, held in an order that all keep: readings of one sheet come one after the other. */
export async function holdSheets(tx: Database, room: RoomRow, ids: readonly string[]): Promise<Sheet[]> {
	await tx
		.select({ id: registrations.id })
		.from(registrations)
		.where(and(eq(registrations.roomId, room.id), inArray(registrations.id, [...ids])))
		.orderBy(asc(registrations.id))
		.for('no key update');
	return loadSheets(tx, room.id, ids);
}

/** One sheet of a held room, held. Throws notFound for one of another room. */
export async function holdSheet(tx: Database, room: RoomRow, registrationId: string): Promise<Sheet> {
	const [sheet] = await holdSheets(tx, room, [registrationId]);
	if (!sheet) throw notFound();
	return sheet;
}

/** Settling is for who sets sittings up, and `holdRoom` has made sure that they are no candidate. */
export const authorizeSettling = (ctx: Context): void => authorize(ctx.actor, 'exams.sitting.manage');
