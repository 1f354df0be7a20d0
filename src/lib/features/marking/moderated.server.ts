import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { sittings } from '../exams/tables.server';
import { candidatesAmong, markersOf, personOf, type PlanRow } from './plan.server';
import { markingAnswers, markingOutcomes, markingPlans } from './tables.server';
import { isStuck } from './stuck.server';

/** Throws unless the signed-in person may look at a plan's sample: named in it, or, where nobody is, by their role. */
export async function authorizeModeration(db: Database, ctx: Context, plan: PlanRow): Promise<void> {
	const own = await candidatesAmong(db, plan.sittingId, [personOf(ctx.actor)]);
	authorize(ctx.actor, 'marking.answer.moderate', {
		personId: plan.moderatorId,
		parties: { candidate: own, marker: await markersOf(db, plan.sittingId) }
	});
}

/** Answers that a moderator decides on: those of the sample that have an outcome, and those that no third person was found for. */
export const forModerator = sql`(n.sampled and exists (select from marking_outcomes o where o.answer_id = n.id) or ${isStuck})`;

/** An answer that the signed-in person may moderate, with its newest outcome. Everything else does not exist. */
export async function moderatedAnswer(db: Database, ctx: Context, answerId: string, held = false) {
	if (!isId(answerId)) throw notFound();
	const query = db
		.select({ answer: markingAnswers, plan: markingPlans, sitting: sittings })
		.from(markingAnswers)
		.innerJoin(markingPlans, eq(markingPlans.sittingId, markingAnswers.sittingId))
		.innerJoin(sittings, eq(sittings.id, markingAnswers.sittingId))
		.where(
			and(
				eq(markingAnswers.id, answerId),
				isNotNull(markingPlans.allocatedAt),
				sql`exists (select from marking_answers n where n.id = ${markingAnswers.id} and ${forModerator})`
			)
		);
	const [found] = held ? await query.for('no key update', { of: markingAnswers }) : await query;
	if (!found) throw notFound();
	await authorizeModeration(db, ctx, found.plan);
	const [outcome] = await db
		.select()
		.from(markingOutcomes)
		.where(eq(markingOutcomes.answerId, answerId))
		.orderBy(desc(markingOutcomes.version))
		.limit(1);
	return { ...found, outcome: outcome ?? null };
}
