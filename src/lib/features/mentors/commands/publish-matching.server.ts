import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { createPairing } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, Refusal } from '$lib/shared/errors';
import { loadMentors } from '../candidates.server';
import {
	amongMentors,
	judgedOn,
	loadMatching,
	loadRows,
	peopleByIds,
	requireState,
	takenIn
} from '../matching/load.server';
import { loadNeeds } from '../needs.server';
import type { PublishMatching } from '../schema';
import { lockMentors, personOf } from '../subject.server';
import { matchingRows, matchings } from '../tables.server';

/**
 * Makes the pairings of a reviewed matching, all or none: each by `createPairing`, which asks its own permission and
 * says who is in the way. Mentors are looked at again as they are now: places, qualification, suspension, leave.
 * No authorisation: `loadMatching` asks for `mentors.matching.manage`.
 */
export async function publishMatching(ctx: Context, input: PublishMatching): Promise<{ pairings: number }> {
	return withTransaction(ctx, async (tx) => {
		const matching = await loadMatching(tx, ctx, input.matchingId, { lock: true });
		requireState(matching, ['ready'], input.revision);
		const rows = (await loadRows(tx, matching.id)).filter(({ mentorId }) => mentorId !== null);
		if (!rows.length) throw conflict('mentors.matching.empty');
		const taken = takenIn(rows);
		await lockMentors(tx, [...taken.keys()]);
		const { terms } = matching;
		const on = judgedOn(terms, ctx.now);
		const mentors = await loadMentors(tx, on, amongMentors(terms));
		const named = await peopleByIds(
			tx,
			rows.flatMap(({ traineeId, mentorId }) => [traineeId, mentorId ?? ''])
		);
		for (const [id, count] of taken) {
			const mentor = mentors.find((one) => one.id === id);
			const name = named.get(id)?.name ?? '';
			if (!mentor || mentor.barred) throw conflict('mentors.matching.unfit', { name });
			if (mentor.load + count > mentor.capacity)
				throw conflict('mentors.matching.full', { name, most: mentor.capacity });
		}
		const needs = new Map(
			(
				await loadNeeds(
					tx,
					rows.map(({ traineeId }) => traineeId),
					on
				)
			).map((need) => [need.id, need])
		);
		const { startsOn, endsOn, plannedMinutes, goal } = terms;
		for (const { traineeId, mentorId } of rows) {
			// Somebody may have become the trainee's manager since.
			if (needs.get(traineeId)?.conflicts.has(mentorId!))
				throw conflict('mentors.matching.unfit', { name: named.get(mentorId!)?.name ?? '' });
			const pair = { traineeId, mentorId: mentorId!, startsOn, endsOn, plannedMinutes, goal };
			const { id: pairingId } = await createPairing({ ...ctx, db: tx }, pair).catch((error: unknown) => {
				if (!(error instanceof Refusal) || error.code !== 'mentoring.pairing.trainee_paired') throw error;
				throw conflict('mentors.matching.paired', { name: named.get(traineeId)?.name ?? '' });
			});
			await tx
				.update(matchingRows)
				.set({ pairingId })
				.where(and(eq(matchingRows.matchingId, matching.id), eq(matchingRows.traineeId, traineeId)));
		}
		await tx
			.update(matchings)
			.set({ state: 'published', publishedBy: personOf(ctx), publishedAt: ctx.now })
			.where(eq(matchings.id, matching.id));
		await recordAudit(tx, ctx, {
			action: 'mentors.matching.publish',
			subject: { type: 'matching', id: matching.id },
			before: { state: 'ready', revision: matching.revision },
			after: { state: 'published', pairings: rows.length }
		});
		return { pairings: rows.length };
	});
}
