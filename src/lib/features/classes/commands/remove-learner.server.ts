import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { syncAgendas } from '../agenda.server';
import { actorId, authorizeManage, loadEnrolment, lockClass } from '../load.server';
import type { RemoveLearner } from '../schema';
import { classEnrolments } from '../tables.server';
import { auditMoved, moveUp } from '../waiting-list.server';

/** An officer takes somebody out of a class or off its waiting list, with a reason that they are told; the next moves up. */
export async function removeLearner(ctx: Context, input: RemoveLearner): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeManage(ctx, row);
		if (row.state !== 'open') throw conflict('classes.remove.not_open');
		const enrolment = await loadEnrolment(tx, row.id, input.enrolmentId);
		const removed = await tx
			.update(classEnrolments)
			.set({ state: 'removed', reason: input.reason, decidedBy: actorId(ctx), decidedAt: ctx.now })
			.where(
				and(eq(classEnrolments.id, enrolment.id), inArray(classEnrolments.state, ['waiting', 'enrolled']))
			)
			.returning({ id: classEnrolments.id });
		if (!removed.length) throw conflict('classes.remove.gone');
		const up = await moveUp(tx, ctx, row);
		await syncAgendas(tx, ctx, row);
		await notify(tx, ctx, {
			personId: enrolment.personId,
			kind: 'classes.removed',
			params: { title: row.title, reason: input.reason },
			href: `/classes/${row.id}`,
			cause: `classes.learner.remove:${enrolment.id}`
		});
		await auditMoved(tx, ctx, row.id, up);
		await recordAudit(tx, ctx, {
			action: 'classes.learner.remove',
			subject: { type: 'class', id: row.id },
			personId: enrolment.personId,
			before: { state: enrolment.state },
			after: { state: 'removed', reason: input.reason }
		});
		return { id: row.id };
	});
}
