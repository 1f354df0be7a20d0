import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { demandStudy, findTurn, listStudyItems } from '../standard/load.server';
import { decideEstimating } from '../standard/rules';
import type { SaveEstimate } from '../standard/schema';
import { standardEstimates } from '../tables.server';

/**
 * Keeps what a judge says of an item in this round, in place of what they said of it before. Gives the place of the next item;
 * null after the last.
 *
 * No authorisation: `findTurn` lets in the named judges alone, and asks whether they may. No audit: every round's estimates
 * stay with the study, and that somebody handed theirs in is recorded.
 */
export async function saveEstimate(
	ctx: Context,
	{ studyId, place, percent }: SaveEstimate
): Promise<{ studyId: string; next: number | null }> {
	return withTransaction(ctx, async (tx) => {
		const { study, personId, turn } = await findTurn(tx, ctx, studyId, true);
		demandStudy(study, 'judging');
		const decision = decideEstimating(turn);
		if (!decision.ok) throw conflict(decision.code);
		const items = await listStudyItems(tx, study.id);
		const item = items.find((one) => one.place === place);
		if (!item) throw notFound();
		const { itemVersionId } = item;
		const said = { percent, saidAt: ctx.now };
		await tx
			.insert(standardEstimates)
			.values({ studyId: study.id, personId, round: study.round, itemVersionId, ...said })
			.onConflictDoUpdate({
				target: [
					...[standardEstimates.studyId, standardEstimates.personId],
					...[standardEstimates.round, standardEstimates.itemVersionId]
				],
				set: said
			});
		return { studyId, next: items.some((one) => one.place === place + 1) ? place + 1 : null };
	});
}
