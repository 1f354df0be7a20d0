import { and, eq } from 'drizzle-orm';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import { recordAudit } from '$lib/features/audit/index.server';
import { recordCredit } from '$lib/features/credit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { attendanceOf, authorizeManage, lockClass, openEnrolments, personOf, statesOf } from '../load.server';
import { computeResult, decideClose, lastEnd } from '../rules';
import type { ClassId } from '../schema';
import { syncAgendas } from '../agenda.server';
import { classEnrolments, classes, classResults, classSessions } from '../tables.server';

/**
 * Closes a class after its last session. Who attended the needed share completes it and earns its credit hours, on
 * the day of the last session; everybody else has not completed it, whatever the reason.
 */
export async function closeClass(
	ctx: Context,
	{ classId }: ClassId
): Promise<{ id: string; completed: number; learners: number }> {
	const recordedBy = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, classId);
		authorizeManage(ctx, row);
		const end = lastEnd(row.sessions);
		const decision = decideClose({ state: row.state, end, now: ctx.now });
		if (!decision.ok) throw conflict(decision.code);
		await tx
			.update(classes)
			.set({ state: 'closed', endedBy: recordedBy, endedAt: ctx.now, revision: row.revision + 1 })
			.where(and(eq(classes.id, row.id), eq(classes.state, 'open')));
		await tx.update(classSessions).set({ codesOpen: false }).where(eq(classSessions.classId, row.id));
		const open = await openEnrolments(tx, row.id);
		const rows = await attendanceOf(
			tx,
			row.sessions.map(({ id }) => id)
		);
		const results = open
			.filter(({ state }) => state === 'enrolled')
			.map(({ personId }) => ({
				...{ id: newId(ctx.now), classId: row.id, personId, recordedBy, recordedAt: ctx.now },
				...computeResult(statesOf(row.sessions, rows, personId), row.neededShare)
			}));
		if (results.length) await tx.insert(classResults).values(results);
		// Nobody gets a place in a class that is over.
		for (const { id, state } of open) {
			if (state === 'enrolled') continue;
			await tx
				.update(classEnrolments)
				.set({ state: 'declined', decidedBy: recordedBy, decidedAt: ctx.now })
				.where(eq(classEnrolments.id, id));
		}
		await syncAgendas(tx, ctx, { ...row, state: 'closed' });
		for (const { id, personId, completed, attended, sessions } of results) {
			if (completed) {
				await recordCredit(tx, ctx, {
					...{ personId, source: { type: 'class' as const, id }, title: row.title },
					area: row.area as KnowledgeArea,
					method: row.method as DeliveryMethod,
					minutes: row.creditMinutes,
					earnedOn: dateIn(end ?? ctx.now),
					acceptedBy: recordedBy
				});
			}
			await notify(tx, ctx, {
				personId,
				kind: completed ? 'classes.completed' : 'classes.not_completed',
				params: { title: row.title, attended, sessions, hours: row.creditMinutes / 60 },
				href: `/classes/${row.id}`,
				cause: `classes.closed:${row.id}`
			});
		}
		for (const { id, personId, completed, attended, sessions } of results) {
			await recordAudit(tx, ctx, {
				action: 'classes.result.record',
				subject: { type: 'classResult', id },
				personId,
				after: { classId: row.id, completed, attended, sessions }
			});
		}
		const completed = results.filter((result) => result.completed).length;
		await recordAudit(tx, ctx, {
			action: 'classes.class.close',
			subject: { type: 'class', id: row.id },
			before: { state: 'open' },
			after: { state: 'closed', completed, learners: results.length }
		});
		return { id: row.id, completed, learners: results.length };
	});
}
