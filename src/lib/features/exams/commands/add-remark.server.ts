import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { notFound } from '$lib/shared/errors';
import { deskTopic } from '../attempt-clock.server';
import type { AddRemark } from '../desk-schema';
import { holdRoom, personOf, type RoomRow } from '../held-room.server';
import { recordEvents } from '../move-attempts.server';
import { attemptPapers, registrations } from '../tables.server';

/**
 * An invigilator writes down what happened in a room or to a candidate: a note, an incident, or a flag for people to judge.
 * It changes nothing by itself. Authorised by `holdRoom`.
 */
export async function addRemark(
	ctx: Context,
	{ roomId, registrationId, kind, text }: AddRemark
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId);
		const candidate = registrationId ? await findCandidate(tx, room, registrationId) : null;
		const attemptId = candidate?.attemptId ?? null;
		await recordEvents(tx, ctx, room.sittingId, [
			{
				...{ kind, roomId, attemptId, byId: personOf(ctx.actor) },
				// Who has no paper yet is named by the registration.
				data: { text, ...(candidate ? { registrationId } : {}) }
			}
		]);
		await publish(tx, deskTopic(room.sittingId));
		await recordAudit(tx, ctx, {
			action: 'exams.room.remark',
			subject: attemptId ? { type: 'attempt', id: attemptId } : { type: 'sittingRoom', id: roomId },
			personId: candidate?.personId ?? null,
			after: { kind, text, ...(candidate ? { registrationId } : {}) }
		});
	});
}

async function findCandidate(tx: Database, room: RoomRow, registrationId: string) {
	const [found] = await tx
		.select({ personId: registrations.personId, attemptId: attemptPapers.id })
		.from(registrations)
		.leftJoin(
			attemptPapers,
			and(
				eq(attemptPapers.sittingId, registrations.sittingId),
				eq(attemptPapers.personId, registrations.personId)
			)
		)
		.where(
			and(
				...[eq(registrations.id, registrationId), eq(registrations.roomId, room.id)],
				isNull(registrations.withdrawnAt)
			)
		);
	if (!found) throw notFound();
	return found;
}
