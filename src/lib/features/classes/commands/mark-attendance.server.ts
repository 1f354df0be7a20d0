import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { topicOf } from '../live.server';
import { attendanceOf, authorizeTeach, lastEnrolment, lockClass, personOf } from '../load.server';
import { decideMark } from '../rules';
import type { MarkAttendance } from '../schema';
import { attendance } from '../tables.server';

/**
 * The teacher, or who manages the class, says by hand whether somebody was there; a correction is a further row, and
 * the last one counts. Nobody marks themselves.
 */
export async function markAttendance(ctx: Context, input: MarkAttendance): Promise<{ sessionId: string }> {
	const recordedBy = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeTeach(ctx, row);
		if (recordedBy === input.personId) throw forbidden('access.separation.self');
		const session = row.sessions.find(({ id }) => id === input.sessionId);
		if (!session) throw notFound();
		const enrolment = await lastEnrolment(tx, row.id, input.personId);
		const enrolled = enrolment?.state === 'enrolled';
		const decision = decideMark({ state: row.state, enrolled, session, now: ctx.now });
		if (!decision.ok) throw conflict(decision.code);
		const before = (await attendanceOf(tx, [session.id])).find((one) => one.personId === input.personId);
		const { personId, state, note } = input;
		await tx.insert(attendance).values({
			...{ id: newId(ctx.now), sessionId: session.id, personId, state, note },
			...{ means: 'hand' as const, slot: null, recordedBy, recordedAt: ctx.now }
		});
		await publish(tx, topicOf(session.id));
		await recordAudit(tx, ctx, {
			action: 'classes.attendance.mark',
			subject: { type: 'classSession', id: session.id },
			personId,
			before: before ? { state: before.state, note: before.note } : null,
			after: { state, note }
		});
		return { sessionId: session.id };
	});
}
