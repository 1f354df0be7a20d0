import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { recordEvents } from '../move-attempts.server';
import { faultsOfTimes } from '../rules';
import { holdPaperRoom } from '../sheets/held-sheets.server';
import type { RecordTimes } from '../sheets/schema';
import { registrations, sheetOutcomes, sittingRooms } from '../tables.server';

/**
 * Notes when writing began and when papers were collected in a paper room: the times of every attempt there. They stay once
 * the first sheet is settled as somebody's attempt. Authorised by `holdPaperRoom`.
 */
export async function recordTimes(ctx: Context, { roomId, beganAt, endedAt }: RecordTimes): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { room, sitting, personId } = await holdPaperRoom(tx, ctx, roomId, { alone: true });
		const faults = faultsOfTimes(sitting, { beganAt, endedAt }, ctx.now);
		if (Object.keys(faults).length) throw invalid('app.form', faults);
		const before = { beganAt: room.beganAt, endedAt: room.endedAt };
		const isSame =
			before.beganAt?.getTime() === beganAt.getTime() && before.endedAt?.getTime() === endedAt.getTime();
		if (isSame) return;
		const [taken] = await tx
			.select({ present: sql`1` })
			.from(sheetOutcomes)
			.innerJoin(registrations, eq(registrations.id, sheetOutcomes.registrationId))
			.where(and(eq(registrations.roomId, roomId), eq(sheetOutcomes.present, true)))
			.limit(1);
		if (taken) throw conflict('staffSheets.sheet.times_settled');
		const after = { beganAt, endedAt };
		await tx.update(sittingRooms).set(after).where(eq(sittingRooms.id, roomId));
		await recordEvents(tx, ctx, room.sittingId, [{ kind: 'times', roomId, byId: personId, data: after }]);
		await recordAudit(tx, ctx, {
			action: 'exams.room.times',
			subject: { type: 'sittingRoom', id: roomId },
			...{ before, after }
		});
	});
}
