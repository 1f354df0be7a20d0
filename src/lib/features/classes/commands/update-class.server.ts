import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { syncAgendas } from '../agenda.server';
import { contentOf, demandFreeTeacher } from '../content.server';
import { authorizeManage, countEnrolled, loadClass, lockClass, openEnrolments } from '../load.server';
import { faultsOfPlan } from '../rules';
import type { UpdateClass } from '../schema';
import { changedFields, demandFreeLearners, replaceSessions } from '../sessions.server';
import { classes } from '../tables.server';
import { auditMoved, moveUp } from '../waiting-list.server';

/**
 * Changes a draft or an open class. Whoever saves names the revision they saw: of two officers at once the second is
 * told what the first changed. A moved session is checked against the agendas of all who are enrolled, and everybody
 * in the class is told of other times and places; further places go to those who wait.
 */
export async function updateClass(ctx: Context, input: UpdateClass): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeManage(ctx, row);
		if (row.state !== 'draft' && row.state !== 'open') throw conflict('classes.update.over');
		const { content } = await contentOf(tx, ctx, input);
		if (row.revision !== input.revision) {
			const fields = changedFields(row, content, input.sessions).join(' ');
			throw conflict('classes.update.changed', { revision: row.revision, fields });
		}
		const faults = faultsOfPlan(input, row, ctx.now);
		if (Object.keys(faults).length) throw invalid('app.form', faults);
		const enrolled = await countEnrolled(tx, row.id);
		if (content.capacity < enrolled) throw conflict('classes.update.capacity', { enrolled });
		const ownIds = row.sessions.map(({ id }) => id);
		await demandFreeTeacher(tx, ctx, content.teacherId, input.sessions, ownIds);
		const enrolments = await openEnrolments(tx, row.id);
		if (enrolments.some(({ personId }) => personId === content.teacherId)) {
			throw invalid('app.form', { teacher: 'classes.plan.teacher_learns' });
		}
		const before = { sessions: row.sessions.map(({ codeSecret: _secret, ...session }) => session) };
		if (row.state === 'open' && !input.despiteClashes) await demandFreeLearners(tx, ctx, row, input.sessions);

		const moved = await replaceSessions(tx, ctx, row, input.sessions);
		const saved = await tx
			.update(classes)
			.set({ ...content, revision: row.revision + 1 })
			.where(and(eq(classes.id, row.id), eq(classes.revision, input.revision)))
			.returning({ id: classes.id });
		if (!saved.length) throw conflict('classes.update.changed', { revision: row.revision, fields: '' });
		const now = await loadClass(tx, row.id);
		const up = await moveUp(tx, ctx, now);
		await syncAgendas(tx, ctx, now);
		if (row.state === 'open') {
			const cause = `classes.changed:${row.id}:${now.revision}`;
			const notice = { kind: 'classes.changed', params: { title: now.title }, cause };
			const told = moved ? enrolments.map(({ personId }) => personId) : [];
			for (const personId of told) await notify(tx, ctx, { ...notice, personId, href: `/classes/${row.id}` });
			if (moved || row.teacherId !== now.teacherId) {
				const teach = { personId: now.teacherId, href: `/classes/${row.id}/teach` };
				await notify(tx, ctx, { ...notice, ...teach, kind: 'classes.teaching' });
			}
		}
		await auditMoved(tx, ctx, row.id, up);
		await recordAudit(tx, ctx, {
			action: 'classes.class.update',
			subject: { type: 'class', id: row.id },
			before: { ...row, ...before, unitPath: undefined },
			after: { ...content, sessions: input.sessions, despiteClashes: input.despiteClashes === 'on' }
		});
		return { id: row.id };
	});
}
