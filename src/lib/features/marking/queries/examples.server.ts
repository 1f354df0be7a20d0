import { and, asc, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { sittings } from '../../exams/tables.server';
import { isApart } from '../agreement';
import { showQuestion } from '../asked.server';
import { examplesOf, ownPlan } from '../own-task.server';
import { titleOf } from '../plan.server';
import { markingExampleMarks, markingExamples } from '../tables.server';

/** The examples of a sitting for one of its markers: those that they have marked with what was agreed, and the next one. */
export async function getExamples(ctx: Context, sittingId: string) {
	const { plan, markerId } = await ownPlan(ctx.db, ctx, sittingId);
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	const rows = await ctx.db
		.select({ example: markingExamples, mark: markingExampleMarks })
		.from(markingExamples)
		.leftJoin(
			markingExampleMarks,
			and(eq(markingExampleMarks.exampleId, markingExamples.id), eq(markingExampleMarks.markerId, markerId))
		)
		.where(eq(markingExamples.sittingId, sittingId))
		.orderBy(asc(markingExamples.madeAt), asc(markingExamples.id));
	const { isReady, marked } = await examplesOf(ctx.db, plan, markerId);
	const next = rows.find(({ mark }) => !mark);
	return {
		sittingId,
		title: titleOf(sitting!),
		...{ needed: plan.exampleCount, apart: plan.exampleApart, of: rows.length, isReady },
		close: marked.filter((one) => !isApart(one.given, one.agreed, one.marks, plan.exampleApart)).length,
		marked: rows.flatMap(({ example, mark }, i) =>
			mark
				? [
						{
							...{ number: i + 1, marks: example.marks, text: example.text, words: example.words },
							...{ given: mark.hundredths, agreed: example.hundredths },
							isClose: !isApart(mark.hundredths, example.hundredths, example.marks, plan.exampleApart)
						}
					]
				: []
		),
		next: next
			? {
					...{ id: next.example.id, number: rows.indexOf(next) + 1, text: next.example.text },
					...(await showQuestion(ctx.db, next.example))
				}
			: null
	};
}
