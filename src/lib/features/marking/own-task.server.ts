import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { isCalibrated } from './agreement';
import { candidatesAmong, personOf, type PlanRow } from './plan.server';
import {
	markingAnswers,
	markingExampleMarks,
	markingExamples,
	markingPlans,
	markingTasks
} from './tables.server';

/** How a marker did on the examples of a sitting. */
export async function examplesOf(db: Database, plan: PlanRow, markerId: string) {
	const rows = await db
		.select({
			id: markingExamples.id,
			marks: markingExamples.marks,
			agreed: markingExamples.hundredths,
			given: markingExampleMarks.hundredths
		})
		.from(markingExamples)
		.leftJoin(
			markingExampleMarks,
			and(eq(markingExampleMarks.exampleId, markingExamples.id), eq(markingExampleMarks.markerId, markerId))
		)
		.where(eq(markingExamples.sittingId, plan.sittingId))
		.orderBy(markingExamples.madeAt, markingExamples.id);
	const marked = rows.flatMap(({ given, ...row }) => (given === null ? [] : [{ ...row, given }]));
	return { all: rows, marked, isReady: isCalibrated(marked, plan) };
}

/**
 * A task of the signed-in marker's own; everybody else's does not exist. `held`: to the end of the transaction. Refused as long
 * as they have not come close enough on the examples.
 */
export async function ownTask(db: Database, ctx: Context, taskId: string, held = false) {
	const markerId = personOf(ctx.actor);
	if (!markerId || !isId(taskId)) throw notFound();
	const query = db
		.select({ task: markingTasks, answer: markingAnswers, plan: markingPlans })
		.from(markingTasks)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.innerJoin(markingPlans, eq(markingPlans.sittingId, markingTasks.sittingId))
		.where(
			and(
				eq(markingTasks.id, taskId),
				eq(markingTasks.markerId, markerId),
				isNull(markingTasks.withdrawnAt),
				isNotNull(markingPlans.allocatedAt)
			)
		);
	const [found] = held ? await query.for('no key update', { of: markingTasks }) : await query;
	if (!found) throw notFound();
	const candidate = await candidatesAmong(db, found.plan.sittingId, [markerId]);
	authorize(ctx.actor, 'marking.answer.mark', { parties: { candidate } });
	if (!(await examplesOf(db, found.plan, markerId)).isReady) throw conflict('marking.task.examples_first');
	return found;
}

/** The plan of a sitting that the signed-in person marks. Throws notFound. */
export async function ownPlan(db: Database, ctx: Context, sittingId: string) {
	const markerId = personOf(ctx.actor);
	if (!markerId || !isId(sittingId)) throw notFound();
	const [found] = await db
		.selectDistinct({ plan: markingPlans })
		.from(markingPlans)
		.innerJoin(markingTasks, eq(markingTasks.sittingId, markingPlans.sittingId))
		.where(
			and(
				eq(markingPlans.sittingId, sittingId),
				eq(markingTasks.markerId, markerId),
				isNull(markingTasks.withdrawnAt),
				isNotNull(markingPlans.allocatedAt)
			)
		);
	if (!found) throw notFound();
	const candidate = await candidatesAmong(db, sittingId, [markerId]);
	authorize(ctx.actor, 'marking.answer.mark', { parties: { candidate } });
	return { plan: found.plan, markerId };
}
