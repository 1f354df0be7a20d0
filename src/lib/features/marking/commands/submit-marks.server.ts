import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit, recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { hold } from '$lib/shared/held';
import { sittings } from '../../exams/tables.server';
import { schemeFor } from '../asked.server';
import { draftOf } from '../draft';
import { ownPlan } from '../own-task.server';
import { earnedBy, type Scheme } from '../scheme';
import type { OfSitting } from '../schema';
import { settleScripts } from '../settle.server';
import { markingAnswers, markingMarks, markingTasks } from '../tables.server';

/**
 * A marker hands in everything that they have marked: from now on it stands. Where all marks of an answer are in, what it earns
 * is decided in the same transaction. Authorised by `ownPlan`.
 */
export async function submitMarks(ctx: Context, { sittingId }: OfSitting): Promise<{ marks: number }> {
	return withTransaction(ctx, async (tx) => {
		const { plan, markerId } = await ownPlan(tx, ctx, sittingId);
		const ready = await tx
			.select({ task: markingTasks, answer: markingAnswers })
			.from(markingTasks)
			.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
			.where(
				and(
					eq(markingTasks.sittingId, sittingId),
					eq(markingTasks.markerId, markerId),
					isNotNull(markingTasks.hundredths),
					isNull(markingTasks.submittedAt),
					isNull(markingTasks.withdrawnAt)
				)
			)
			.orderBy(markingTasks.id)
			.for('no key update', { of: markingTasks });
		if (!ready.length) throw conflict('marking.submit.none');
		const marks = [];
		const schemes = hold<Promise<Scheme>>(ready.length);
		for (const { task, answer } of ready) {
			const draft = draftOf(task.draft);
			const chosen = earnedBy(
				await schemes(`${answer.itemVersionId}/${answer.correctionId}/${answer.marks}`, () =>
					schemeFor(tx, answer)
				),
				draft
			);
			if (!chosen.ok) throw conflict(chosen.code);
			marks.push({
				...{ taskId: task.id, hundredths: chosen.hundredths, rule: chosen.rule, levels: draft.levels },
				...{ note: draft.note, flag: draft.flag, flagNote: draft.flag ? draft.flagNote : '' },
				...{ seconds: task.seconds, markedAt: ctx.now }
			});
		}
		for (let from = 0; from < marks.length; from += AT_ONCE)
			await tx.insert(markingMarks).values(marks.slice(from, from + AT_ONCE));
		const ids = marks.map(({ taskId }) => taskId);
		await tx.update(markingTasks).set({ submittedAt: ctx.now }).where(inArray(markingTasks.id, ids));
		const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, sittingId));
		const attemptIds = ready.map(({ answer }) => answer.attemptId);
		const decided = await settleScripts(tx, ctx, { sitting: sitting!, plan }, attemptIds);
		await recordAudit(tx, ctx, {
			action: 'marking.mark.submit',
			subject: { type: 'sitting', id: sittingId },
			after: { marks: marks.map(({ taskId, hundredths, flag }) => ({ taskId, hundredths, flag })) }
		});
		await recordAudits(tx, { ...ctx, actor: systemActor('marking.answer.decide') }, decided);
		return { marks: marks.length };
	});
}

const AT_ONCE = 500;
