import { and, eq, inArray, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { mayRead, type Allocated } from '../allocate';
import { loadAnswers } from '../answers.server';
import { giveTasks } from '../give-tasks.server';
import { holdPlan, listEligibleMarkers, titleOf } from '../plan.server';
import type { ReassignAnswers } from '../schema';
import { markingTasks } from '../tables.server';

/**
 * Gives what one marker has not begun to another; of who may mark no longer, also what they have begun and not handed in. What
 * the other may not read stays where it is. Authorised by `holdPlan`.
 */
export async function reassignAnswers(ctx: Context, input: ReassignAnswers): Promise<{ tasks: number }> {
	return withTransaction(ctx, async (tx) => {
		const { sittingId, fromId, toId } = input;
		const { sitting, plan, markerIds } = await holdPlan(tx, ctx, sittingId);
		if (!plan.allocatedAt) throw conflict('marking.reassign.early');
		const able = (await listEligibleMarkers(tx, ctx)).map(({ id }) => id);
		if (fromId === toId || !markerIds.includes(toId) || !able.includes(toId))
			throw conflict('marking.reassign.to');
		const open = await tx
			.select()
			.from(markingTasks)
			.where(
				and(
					eq(markingTasks.sittingId, sittingId),
					eq(markingTasks.markerId, fromId),
					isNull(markingTasks.submittedAt),
					isNull(markingTasks.withdrawnAt),
					able.includes(fromId) ? eq(markingTasks.revision, 0) : undefined
				)
			)
			.orderBy(markingTasks.id)
			.for('update');
		const answers = new Map((await loadAnswers(tx, sittingId)).map((answer) => [answer.id, answer]));
		const readers: Allocated = new Map();
		const all = await tx
			.select()
			.from(markingTasks)
			.where(and(eq(markingTasks.sittingId, sittingId), isNull(markingTasks.withdrawnAt)));
		for (const { answerId, markerId } of all)
			readers.set(answerId, [...(readers.get(answerId) ?? []), markerId]);
		const times = sitting.reading === 'double' ? 2 : 1;
		const moved = open.filter(({ answerId }) => mayRead(answers.get(answerId)!, toId, readers, times));
		if (!moved.length) throw conflict('marking.reassign.none');
		const ids = moved.map(({ id }) => id);
		await tx.update(markingTasks).set({ withdrawnAt: ctx.now }).where(inArray(markingTasks.id, ids));
		const given = moved.map(({ answerId, turn }) => ({ answerId, turn, markerId: toId }));
		await giveTasks(tx, ctx, sittingId, given);
		await notify(tx, ctx, {
			...{ personId: toId, kind: 'marking.waiting', params: { exam: titleOf(sitting) } },
			...{ href: '/staff/marking', cause: `marking.reassign:${sittingId}:${ctx.requestId}` }
		});
		await recordAudit(tx, ctx, {
			action: 'marking.answers.reassign',
			subject: { type: 'sitting', id: sittingId },
			after: { fromId, toId, answers: moved.map(({ answerId }) => answerId) }
		});
		return { tasks: moved.length };
	});
}
