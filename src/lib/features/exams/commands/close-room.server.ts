import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { conflict } from '$lib/shared/errors';
import { holdAttempts, deskTopic } from '../attempt-clock.server';
import { LATE_MS } from '../clock';
import type { CloseRoom } from '../desk-schema';
import { holdRoom, inRoom, personOf } from '../held-room.server';
import { recordEvents } from '../move-attempts.server';
import { listRoomCandidates } from '../queries/room-candidates.server';
import { lastStartOf } from '../queries/window.server';
import { drawUpRecord, hashRecord } from '../room-record.server';
import { countUnread } from '../sheets/take-sheets.server';
import { sittingRooms, sittings } from '../tables.server';

/**
 * An invigilator closes a room and signs its record: once nobody writes or can still begin, and no save that was made in time
 * can still arrive; a paper room once every sheet is read. Nothing happens in it any more. The record's hash stands in the
 * audit log as well. Authorised by `holdRoom`.
 */
export async function closeRoom(
	ctx: Context,
	{ roomId, remark }: Omit<CloseRoom, 'signed'>
): Promise<{ recordHash: string }> {
	return withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId, { alone: true });
		const attempts = await holdAttempts(tx, inRoom(roomId));
		const writing = attempts.filter(({ handedInAt }) => !handedInAt).length;
		if (writing) throw conflict('exams.room.writing', { count: writing });
		const candidates = await listRoomCandidates(tx, roomId);
		const now = ctx.now.getTime();
		const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, room.sittingId));
		const unread = await countUnread(tx, { roomId });
		if (unread) throw conflict('staffSheets.room.unread', { count: unread });
		const missing = candidates.filter(({ attempt }) => !attempt).length;
		if (room.kind !== 'paper' && missing && now <= lastStartOf(sitting!))
			throw conflict('exams.room.open', { count: missing });
		const isSettled = attempts.every(
			({ handedInBy, handedInAt }) => handedInBy !== 'server' || now - handedInAt!.getTime() > LATE_MS
		);
		if (!isSettled) throw conflict('exams.room.settling');

		const by = personOf(ctx.actor);
		const record = await drawUpRecord(tx, ctx, room, candidates, { by, remark });
		const recordHash = hashRecord(record);
		await tx
			.update(sittingRooms)
			.set({ closedAt: ctx.now, closedBy: by, record, recordHash })
			.where(eq(sittingRooms.id, roomId));
		const { present, absent } = record;
		const after = { recordHash, present: present.length, absent: absent.length };
		await recordEvents(tx, ctx, room.sittingId, [{ kind: 'close', roomId, byId: by, data: after }]);
		await publish(tx, deskTopic(room.sittingId));
		await recordAudit(tx, ctx, {
			action: 'exams.room.close',
			subject: { type: 'sittingRoom', id: roomId },
			after
		});
		return { recordHash };
	});
}
