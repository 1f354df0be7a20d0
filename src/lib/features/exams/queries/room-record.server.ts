import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { recordText, type RoomRecord } from '../room-record';
import { hashRecord } from '../room-record.server';
import { sittingRooms } from '../tables.server';
import { findRoom } from './desk.server';

/** The signed record of a closed room, and whether it is still what was signed. Throws notFound before it is closed. */
export async function getRoomRecord(ctx: Context, roomId: string) {
	await findRoom(ctx, roomId);
	const [room] = await ctx.db.select().from(sittingRooms).where(eq(sittingRooms.id, roomId));
	if (!room?.record || !room.recordHash) throw notFound();
	const record = room.record as RoomRecord;
	const computed = hashRecord(record);
	return { roomId, record, hash: room.recordHash, computed, intact: computed === room.recordHash };
}
export type SignedRecord = Awaited<ReturnType<typeof getRoomRecord>>;

/** The record as the bytes that its hash is taken over, for whoever wants to compute it themselves. */
export async function getRecordText(ctx: Context, roomId: string): Promise<string> {
	return recordText((await getRoomRecord(ctx, roomId)).record);
}
