import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { syncAgendas } from '../agenda.server';
import { demandFreeTeacher } from '../content.server';
import { authorizeManage, lockClass } from '../load.server';
import { firstStart } from '../rules';
import type { ClassId } from '../schema';
import { classes } from '../tables.server';

/** Opens a draft for enrolment: from now on everybody sees it, and its teacher's time is taken. */
export async function openClass(ctx: Context, { classId }: ClassId): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, classId);
		authorizeManage(ctx, row);
		if (row.state !== 'draft') throw conflict('classes.open.not_draft');
		const start = firstStart(row.sessions);
		if (!start || start <= ctx.now || row.enrolUntil <= ctx.now) throw invalid('classes.open.past');
		await demandFreeTeacher(
			tx,
			ctx,
			row.teacherId,
			row.sessions,
			row.sessions.map(({ id }) => id)
		);
		const opened = await tx
			.update(classes)
			.set({ state: 'open', revision: row.revision + 1 })
			.where(and(eq(classes.id, row.id), eq(classes.state, 'draft')))
			.returning({ id: classes.id });
		if (!opened.length) throw conflict('classes.open.not_draft');
		await syncAgendas(tx, ctx, { ...row, state: 'open' });
		await notify(tx, ctx, {
			personId: row.teacherId,
			kind: 'classes.teaching',
			params: { title: row.title },
			href: `/classes/${row.id}/teach`,
			cause: `classes.teaching:${row.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'classes.class.open',
			subject: { type: 'class', id: row.id },
			before: { state: 'draft' },
			after: { state: 'open' }
		});
		return { id: row.id };
	});
}
