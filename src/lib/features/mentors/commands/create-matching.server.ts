import { and, inArray, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { pairings } from '../../mentoring/tables.server';
import '../jobs.server';
import { commonPath, mentorPathsOf, peopleByIds } from '../matching/load.server';
import type { Terms } from '../matching/terms';
import type { CreateMatching } from '../schema';
import { personOf } from '../subject.server';
import { matchingRows, matchings } from '../tables.server';

const ROWS_AT_ONCE = 1000;

/**
 * HR chooses trainees of an intake and what counts; a job finds the best assignment under the mentors' capacities.
 * Everybody chosen is of the actor's units, active and without a mentor, and not the actor.
 */
export async function createMatching(ctx: Context, input: CreateMatching): Promise<{ id: string }> {
	const createdBy = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		const chosen = await peopleByIds(tx, input.traineeIds);
		if (chosen.size < input.traineeIds.length) throw notFound();
		const unitPath = commonPath([...chosen.values()].map((person) => person.unitPath));
		authorize(ctx.actor, 'mentors.matching.manage', { unitPath });
		const today = dateIn(ctx.now);
		if (input.endsOn < input.startsOn) throw new Refusal('invalid', 'mentoring.pairing.dates');
		if (input.endsOn < today) throw new Refusal('invalid', 'mentoring.pairing.over');
		if (chosen.has(createdBy)) throw new Refusal('invalid', 'mentors.matching.self');
		const gone = [...chosen.values()].find(({ status }) => status !== 'active');
		if (gone) throw conflict('mentors.matching.inactive', { name: gone.name });
		const [paired] = await tx
			.select({ traineeId: pairings.traineeId })
			.from(pairings)
			.where(and(inArray(pairings.traineeId, input.traineeIds), isNull(pairings.endedOn)))
			.limit(1);
		if (paired) throw conflict('mentors.matching.paired', { name: chosen.get(paired.traineeId)?.name ?? '' });

		const id = newId(ctx.now);
		const { title, weights, startsOn, endsOn, plannedMinutes, goal } = input;
		const terms: Terms = {
			...{ weights, startsOn, endsOn, plannedMinutes, goal },
			mentorPaths: mentorPathsOf(ctx)
		};
		await tx.insert(matchings).values({
			...{ id, title, unitPath, terms, state: 'solving', revision: 1 },
			...{ createdBy, createdAt: ctx.now }
		});
		const rows = input.traineeIds.map((traineeId) => ({ matchingId: id, traineeId, score: 0, parts: {} }));
		for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
			await tx.insert(matchingRows).values(rows.slice(i, i + ROWS_AT_ONCE));
		await enqueue(tx, ctx, 'mentors.matching.solve', { matchingId: id, revision: 1 });
		await recordAudit(tx, ctx, {
			action: 'mentors.matching.create',
			subject: { type: 'matching', id },
			after: { title, trainees: rows.length, weights, startsOn, endsOn, plannedMinutes, goal }
		});
		return { id };
	});
}
