import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { syncAgendas } from '../agenda.server';
import { actorId, authorizeManage, lockClass, openEnrolments } from '../load.server';
import type { CancelClass } from '../schema';
import { classes } from '../tables.server';

/** Cancels a draft or an open class with a reason: everybody who is in it, waits or teaches is told and free again. */
export async function cancelClass(ctx: Context, input: CancelClass): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeManage(ctx, row);
		const { reason } = input;
		const cancelled = await tx
			.update(classes)
			.set({
				...{ state: 'cancelled', reason, endedBy: actorId(ctx), endedAt: ctx.now },
				revision: row.revision + 1
			})
			.where(and(eq(classes.id, row.id), inArray(classes.state, ['draft', 'open'])))
			.returning({ id: classes.id });
		if (!cancelled.length) throw conflict('classes.cancel.over');
		await syncAgendas(tx, ctx, { ...row, state: 'cancelled' });
		if (row.state === 'open') {
			const learners = (await openEnrolments(tx, row.id)).map(({ personId }) => personId);
			for (const personId of [...learners, row.teacherId]) {
				await notify(tx, ctx, {
					personId,
					kind: 'classes.cancelled',
					params: { title: row.title, reason },
					href: `/classes/${row.id}`,
					cause: `classes.cancelled:${row.id}`
				});
			}
		}
		await recordAudit(tx, ctx, {
			action: 'classes.class.cancel',
			subject: { type: 'class', id: row.id },
			before: { state: row.state },
			after: { state: 'cancelled', reason }
		});
		return { id: row.id };
	});
}
