import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { countHit } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { conflict, invalid, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { recognise } from '../check-in.server';
import { topicOf } from '../live.server';
import { attendanceOf, personOf } from '../load.server';
import { arrival } from '../rules';
import type { CheckIn } from '../schema';
import { attendance } from '../tables.server';

/** A room of a thousand guessers would need years; somebody who mistypes has enough. */
const TRIES = { hits: 10, seconds: 5 * 60 };

/**
 * The signed-in person says by the code on the teacher's screen that they are there. It counts within its own half
 * minute, once, from somebody who is enrolled in a class whose session is going on.
 */
export async function checkIn(
	ctx: Context,
	{ code }: CheckIn
): Promise<{ classId: string; state: 'present' | 'late' }> {
	const personId = personOf(ctx);
	// Counted before and outside the transaction: a refusal must not take the count back.
	if (!(await countHit(ctx.db, `class-code:${personId}`, TRIES, ctx.now))) {
		throw new Refusal('limited', 'classes.check_in.limited');
	}
	try {
		return await withTransaction(ctx, async (tx) => {
			authorize(ctx.actor, 'classes.class.enrol', { personId });
			const found = await recognise(tx, personId, code, ctx.now);
			if (!found.ok) throw invalid(found.code, { code: found.code });
			const { session, slot } = found;
			const before = (await attendanceOf(tx, [session.id])).find((row) => row.personId === personId);
			if (before?.means === 'hand' && before.state !== 'present') throw conflict('classes.check_in.marked');
			if (before) throw conflict('classes.check_in.twice');
			const state = arrival(session, ctx.now);
			await tx.insert(attendance).values({
				...{ id: newId(ctx.now), sessionId: session.id, personId, state, note: null },
				...{ means: 'code' as const, slot, recordedBy: personId, recordedAt: ctx.now }
			});
			await publish(tx, topicOf(session.id));
			await recordAudit(tx, ctx, {
				action: 'classes.attendance.check_in',
				subject: { type: 'classSession', id: session.id },
				personId,
				after: { state }
			});
			return { classId: session.classId, state };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'attendance_code_once') throw conflict('classes.check_in.twice');
		throw error;
	}
}
