import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { showQuestion } from '../asked.server';
import { draftOf } from '../draft';
import { ownTask } from '../own-task.server';
import { markingTasks } from '../tables.server';

/**
 * An answer as its marker reads it: the question with its rubric, what was written, and what they have said about it so far. A
 * code of this task alone names it; nothing else does.
 */
export async function getTask(ctx: Context, taskId: string) {
	const { task, answer } = await ownTask(ctx.db, ctx, taskId);
	const own = await ctx.db
		.select({
			id: markingTasks.id,
			hundredths: markingTasks.hundredths,
			submittedAt: markingTasks.submittedAt
		})
		.from(markingTasks)
		.where(
			and(
				eq(markingTasks.sittingId, task.sittingId),
				eq(markingTasks.markerId, task.markerId),
				isNull(markingTasks.withdrawnAt)
			)
		)
		.orderBy(asc(markingTasks.place), asc(markingTasks.id));
	const at = own.findIndex(({ id }) => id === task.id);
	return {
		id: task.id,
		code: task.code,
		...(await showQuestion(ctx.db, answer)),
		text: answer.text,
		...{ revision: task.revision, draft: draftOf(task.draft), done: task.hundredths !== null },
		submitted: task.submittedAt !== null,
		place: {
			...{ number: at + 1, of: own.length },
			done: own.filter(({ hundredths }) => hundredths !== null).length,
			before: own[at - 1]?.id ?? null,
			after: own[at + 1]?.id ?? null
		}
	};
}
export type MarkingTask = Awaited<ReturnType<typeof getTask>>;
