import { authorize } from '$lib/access/can';
import { describeClashes } from '$lib/features/agenda/index.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { clashesOf, syncAgendas } from '../agenda.server';
import { countEnrolled, lastEnrolment, lockClass, personOf } from '../load.server';
import { decideEnrolment, firstStart } from '../rules';
import type { ClassId } from '../schema';
import { classEnrolments } from '../tables.server';

/**
 * The signed-in person asks for a place: theirs at once, or once an officer agrees where the class wants that, or on
 * the waiting list when all places are taken. Refused when something else takes their time, with what it is.
 */
export async function enrolSelf(
	ctx: Context,
	{ classId }: ClassId
): Promise<{ id: string; state: 'requested' | 'waiting' | 'enrolled' }> {
	const personId = personOf(ctx);
	try {
		return await withTransaction(ctx, async (tx) => {
			// Places of a class are given one after the other: whoever comes second finds the last one taken.
			const row = await lockClass(tx, classId);
			if (row.state === 'draft') throw notFound();
			authorize(ctx.actor, 'classes.class.enrol', { personId });
			const last = await lastEnrolment(tx, row.id, personId);
			const decision = decideEnrolment({
				...row,
				start: firstStart(row.sessions),
				enrolled: await countEnrolled(tx, row.id),
				last: last?.state ?? null,
				teaches: row.teacherId === personId,
				now: ctx.now
			});
			if (!decision.ok) throw conflict(decision.code);
			const own = row.sessions.map(({ id }) => id);
			const clashes = await clashesOf(tx, [personId], row.sessions, own);
			if (clashes.length) {
				throw conflict('classes.enrol.clash', { clashes: await describeClashes(ctx, clashes) });
			}
			const { state } = decision;
			await tx.insert(classEnrolments).values({
				...{ id: newId(ctx.now), classId: row.id, personId, state, requestedAt: ctx.now },
				enrolledAt: state === 'enrolled' ? ctx.now : null
			});
			await syncAgendas(tx, ctx, row);
			await recordAudit(tx, ctx, {
				action: 'classes.class.enrol',
				subject: { type: 'class', id: row.id },
				personId,
				after: { state }
			});
			return { id: row.id, state };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'class_enrolments_open') throw conflict('classes.enrol.twice');
		throw error;
	}
}
