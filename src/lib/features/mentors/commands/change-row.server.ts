import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound, Refusal } from '$lib/shared/errors';
import { loadPair } from '../load.server';
import {
	amongMentors,
	judgedOn,
	loadMatching,
	loadRows,
	requireState,
	takenIn
} from '../matching/load.server';
import type { RowReason } from '../matching/terms';
import { exclusionOf, scorePair } from '../scoring';
import type { ChangeRow } from '../schema';
import { personOf } from '../subject.server';
import { matchingRows, matchings } from '../tables.server';

/**
 * HR gives a trainee of a matching another mentor, or nobody. The mentor's places are counted with all other rows as
 * they are now. Refuses when somebody else changed the matching meanwhile (`mentors.matching.changed`).
 * No authorisation: `loadMatching` asks for `mentors.matching.manage`.
 */
export async function changeRow(ctx: Context, input: ChangeRow): Promise<{ matchingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const matching = await loadMatching(tx, ctx, input.matchingId, { lock: true });
		requireState(matching, ['ready'], input.revision);
		const rows = await loadRows(tx, matching.id);
		const row = rows.find(({ traineeId }) => traineeId === input.traineeId);
		if (!row) throw notFound();
		let [points, reason]: [number, RowReason | Record<string, never>] = [0, {}];
		if (input.mentorId) {
			const on = judgedOn(matching.terms, ctx.now);
			const pair = await loadPair(tx, row.traineeId, input.mentorId, on, amongMentors(matching.terms));
			if (!pair) throw notFound('mentors.proposal.gone');
			const others = rows.filter(({ traineeId }) => traineeId !== row.traineeId);
			const { mentor, trainee } = pair;
			const load = mentor.load + (takenIn(others).get(mentor.id) ?? 0);
			const exclusion = exclusionOf(trainee, { ...mentor, load });
			if (exclusion)
				throw new Refusal(
					'conflict',
					exclusion === 'full' ? 'mentors.matching.full' : 'mentors.matching.unfit',
					{ name: mentor.name, most: mentor.capacity }
				);
			const score = scorePair(trainee, mentor, matching.terms.weights);
			[points, reason] = [score.points, { parts: score.parts }];
		}
		await tx
			.update(matchingRows)
			.set({ mentorId: input.mentorId, score: points / 10, parts: reason, chosenBy: personOf(ctx) })
			.where(and(eq(matchingRows.matchingId, matching.id), eq(matchingRows.traineeId, row.traineeId)));
		const changed = await tx
			.update(matchings)
			.set({ revision: matching.revision + 1 })
			.where(and(eq(matchings.id, matching.id), eq(matchings.revision, matching.revision)))
			.returning({ id: matchings.id });
		if (!changed.length) throw conflict('mentors.matching.changed');
		await recordAudit(tx, ctx, {
			action: 'mentors.matching.change',
			subject: { type: 'matching', id: matching.id },
			personId: row.traineeId,
			before: { mentorId: row.mentorId },
			after: { mentorId: input.mentorId }
		});
		return { matchingId: matching.id };
	});
}
