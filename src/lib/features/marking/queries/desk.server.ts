import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import { inShort } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { forbidden } from '$lib/shared/errors';
import { grouped } from '$lib/shared/grouped';
import { itemVersions } from '../../bank/tables.server';
import { sittings } from '../../exams/tables.server';
import { forModerator } from '../moderated.server';
import { examplesOf } from '../own-task.server';
import { candidatesAmong, markersOf, personOf, titleOf } from '../plan.server';
import { markingAnswers, markingOutcomes, markingPlans, markingTasks } from '../tables.server';

/**
 * What waits for the signed-in marker, sitting by sitting, in the mixed order of their own work: codes and questions, nothing of
 * who wrote what or when, nor of other markers. And the samples that they moderate.
 */
export async function getMarkingDesk(ctx: Context) {
	const personId = personOf(ctx.actor);
	if (!mayAnywhere(ctx.actor, 'marking.answer.mark') && !mayAnywhere(ctx.actor, 'marking.answer.moderate'))
		throw forbidden();
	return { work: personId ? await listWork(ctx, personId) : [], samples: await listSamples(ctx) };
}

async function listWork(ctx: Context, personId: string) {
	if (!can(ctx.actor, 'marking.answer.mark').ok) return [];
	const rows = await ctx.db
		.select({
			plan: markingPlans,
			titleZh: sittings.titleZh,
			titleEn: sittings.titleEn,
			releasedAt: sittings.releasedAt,
			shown: itemVersions.shown,
			question: markingAnswers.itemVersionId,
			marks: markingAnswers.marks,
			task: {
				id: markingTasks.id,
				code: markingTasks.code,
				revision: markingTasks.revision,
				hundredths: markingTasks.hundredths,
				submittedAt: markingTasks.submittedAt
			}
		})
		.from(markingTasks)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.innerJoin(markingPlans, eq(markingPlans.sittingId, markingTasks.sittingId))
		.innerJoin(sittings, eq(sittings.id, markingPlans.sittingId))
		.innerJoin(itemVersions, eq(itemVersions.id, markingAnswers.itemVersionId))
		.where(
			and(
				eq(markingTasks.markerId, personId),
				isNull(markingTasks.withdrawnAt),
				isNotNull(markingPlans.allocatedAt),
				isNull(sittings.releasedAt)
			)
		)
		.orderBy(asc(markingTasks.place), asc(markingTasks.id));
	const bySitting = grouped(rows, ({ plan }) => plan.sittingId);
	return Promise.all(
		[...bySitting.values()].map(async (own) => {
			const { plan, ...sitting } = own[0]!;
			const isCandidate = (await candidatesAmong(ctx.db, plan.sittingId, [personId])).length > 0;
			const examples = await examplesOf(ctx.db, plan, personId);
			return {
				sittingId: plan.sittingId,
				title: titleOf(sitting),
				...{ total: own.length, submitted: own.filter(({ task }) => task.submittedAt).length },
				ready: own.filter(({ task }) => task.hundredths !== null && !task.submittedAt).length,
				examples: {
					...{ needed: plan.exampleCount, all: examples.all.length, marked: examples.marked.length },
					isReady: examples.isReady && !isCandidate
				},
				questions: [...grouped(own, ({ question }) => question).values()].map((tasks) => ({
					...{ question: tasks[0]!.question, marks: tasks[0]!.marks },
					stem: inShort((tasks[0]!.shown as { stem: Partial<Record<string, string>> }).stem, ctx.locale),
					tasks: tasks.map(({ task: { id, code, hundredths, submittedAt, revision } }) => ({
						...{ id, code, hundredths, begun: revision > 0, submitted: submittedAt !== null }
					}))
				}))
			};
		})
	);
}

async function listSamples(ctx: Context) {
	const rows = await ctx.db
		.select({ plan: markingPlans, titleZh: sittings.titleZh, titleEn: sittings.titleEn })
		.from(markingPlans)
		.innerJoin(sittings, eq(sittings.id, markingPlans.sittingId))
		.where(and(isNotNull(markingPlans.allocatedAt), isNull(sittings.releasedAt)));
	const samples = [];
	for (const { plan, ...sitting } of rows) {
		const own = await candidatesAmong(ctx.db, plan.sittingId, [personOf(ctx.actor)]);
		const parties = { candidate: own, marker: await markersOf(ctx.db, plan.sittingId) };
		if (!can(ctx.actor, 'marking.answer.moderate', { personId: plan.moderatorId, parties }).ok) continue;
		const [counted] = await rowsOf<{ waiting: number; done: number }>(
			ctx.db,
			sql`select count(*) filter (where ${forModerator} and not ${isDone})::int as waiting,
				count(*) filter (where ${isDone})::int as done
				from marking_answers n where n.sitting_id = ${plan.sittingId}`
		);
		if (counted!.waiting + counted!.done)
			samples.push({ sittingId: plan.sittingId, title: titleOf(sitting), ...counted! });
	}
	return samples;
}

/** A moderator has decided on an answer `n`. */
export const isDone = sql`exists (select from ${markingOutcomes} o where o.answer_id = n.id and o.kind = 'moderated')`;
