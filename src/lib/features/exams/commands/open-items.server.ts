import { recordAudits } from '$lib/features/audit/index.server';
import { openForJudging } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { demandStudy, findTurn, listStudyItems, setTurn } from '../standard/load.server';
import type { OfStudy } from '../standard/schema';

/**
 * Opens the items of a study to one of its judges, with their keys, for the round: on record, in the study and with every
 * sealed paper that they stand on, which is compared with its seal. Again in the same round changes nothing.
 * No authorisation: `findTurn` lets in the named judges alone, and asks whether they may.
 */
export async function openItems(ctx: Context, input: OfStudy): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study, personId, turn } = await findTurn(tx, ctx, input.studyId, true);
		demandStudy(study, 'judging');
		if (turn.openedAt) return;
		const sealed = new Set((await listStudyItems(tx, study.id)).flatMap(({ paperId }) => paperId ?? []));
		const openings = [];
		for (const paperId of [...sealed].sort())
			openings.push(await openForJudging(tx, ctx, { paperId, personId }));
		await setTurn(tx, study, personId, { openedAt: ctx.now });
		await recordAudits(tx, ctx, [
			...openings,
			{
				action: 'exams.standard.open',
				subject: { type: 'standardStudy', id: study.id },
				after: { round: study.round, papers: sealed.size }
			}
		]);
	});
}
