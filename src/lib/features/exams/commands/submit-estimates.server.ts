import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { holdSitting } from '../places.server';
import { demandStudy, findTurn, listJudges, listStudyItems, setTurn } from '../standard/load.server';
import { decideEstimating } from '../standard/rules';
import type { OfStudy } from '../standard/schema';
import { tellStarter } from '../standard/tell.server';

/**
 * A judge hands in their estimates of the round: of every item, for good. Where everybody has, whoever began the study is told.
 * No authorisation: `findTurn` lets in the named judges alone, and asks whether they may.
 */
export async function submitEstimates(ctx: Context, input: OfStudy): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study, personId, turn } = await findTurn(tx, ctx, input.studyId, true);
		demandStudy(study, 'judging');
		const decision = decideEstimating(turn);
		if (!decision.ok) throw conflict(decision.code);
		const items = new Set((await listStudyItems(tx, study.id)).map(({ itemVersionId }) => itemVersionId));
		const own = (await listJudges(tx, study)).find((judge) => judge.personId === personId);
		const missing = items.size - (own?.estimated ?? 0);
		if (missing) throw conflict('standard.judging.missing', { missing });
		await setTurn(tx, study, personId, { submittedAt: ctx.now });
		const judges = await listJudges(tx, study);
		if (judges.every(({ submittedAt }) => submittedAt))
			await tellStarter(
				tx,
				ctx,
				{ study, sitting: await holdSitting(tx, study.sittingId) },
				'exams.standard.round'
			);
		await recordAudit(tx, ctx, {
			action: 'exams.standard.submit',
			subject: { type: 'standardStudy', id: study.id },
			after: { round: study.round, items: items.size }
		});
	});
}
