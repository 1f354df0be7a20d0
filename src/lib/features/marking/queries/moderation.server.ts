import { asc, eq, isNull, and, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { sittings } from '../../exams/tables.server';
import { showQuestion } from '../asked.server';
import { authorizeModeration, forModerator, moderatedAnswer } from '../moderated.server';
import { titleOf } from '../plan.server';
import { markingMarks, markingOutcomes, markingPlans, markingTasks } from '../tables.server';

/** The answers of a sitting that a moderator decides on, those that wait first: by code, without who wrote or marked them. */
export async function listModeration(ctx: Context, sittingId: string) {
	const [found] = isId(sittingId)
		? await ctx.db
				.select({ plan: markingPlans, sitting: sittings })
				.from(markingPlans)
				.innerJoin(sittings, eq(sittings.id, markingPlans.sittingId))
				.where(eq(markingPlans.sittingId, sittingId))
		: [];
	if (!found) throw notFound();
	await authorizeModeration(ctx.db, ctx, found.plan);
	const answers = await rowsOf<{
		id: string;
		code: string;
		marks: number;
		question: string;
		kind: string | null;
		hundredths: number | null;
		before: number | null;
	}>(
		ctx.db,
		sql`select n.id, n.code, n.marks, i.code as question, o.kind, o.hundredths, b.hundredths as before
			from marking_answers n join item_versions v on v.id = n.item_version_id join items i on i.id = v.item_id
			left join lateral (select o.* from marking_outcomes o where o.answer_id = n.id
				order by o.version desc limit 1) o on true
			left join marking_outcomes b on b.answer_id = n.id and b.version = o.version - 1
			where n.sitting_id = ${sittingId} and (${forModerator} or o.kind = 'moderated')
			order by coalesce(o.kind = 'moderated', false), i.code, n.code`
	);
	return { sittingId, title: titleOf(found.sitting), released: found.sitting.releasedAt !== null, answers };
}

/** One of them, with the marks that it got, without whose they are. */
export async function getModeration(ctx: Context, answerId: string) {
	const { answer, sitting, outcome } = await moderatedAnswer(ctx.db, ctx, answerId);
	const marks = await ctx.db
		.select({
			turn: markingTasks.turn,
			hundredths: markingMarks.hundredths,
			levels: markingMarks.levels,
			note: markingMarks.note
		})
		.from(markingTasks)
		.innerJoin(markingMarks, eq(markingMarks.taskId, markingTasks.id))
		.where(and(eq(markingTasks.answerId, answer.id), isNull(markingTasks.withdrawnAt)))
		.orderBy(asc(markingTasks.turn));
	const history = await ctx.db
		.select({
			version: markingOutcomes.version,
			kind: markingOutcomes.kind,
			hundredths: markingOutcomes.hundredths,
			reason: markingOutcomes.reason
		})
		.from(markingOutcomes)
		.where(eq(markingOutcomes.answerId, answer.id))
		.orderBy(asc(markingOutcomes.version));
	return {
		...{ id: answer.id, code: answer.code, sittingId: sitting.id, title: titleOf(sitting) },
		...(await showQuestion(ctx.db, answer)),
		...{ text: answer.text, version: outcome?.version ?? 0, history },
		released: sitting.releasedAt !== null,
		marks: marks.map(({ levels, ...mark }) => ({ ...mark, levels: levels as Record<string, number> }))
	};
}
