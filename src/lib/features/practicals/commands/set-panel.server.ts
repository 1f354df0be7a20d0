import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { engagedElsewhere, poolOf, tellExaminers } from '../arrange.server';
import { holdManagedCandidate } from '../hold.server';
import { recusalsOf } from '../recusal.server';
import type { SetPanel } from '../schema';
import { practicalPanels, practicalSheets, practicalSlots } from '../tables.server';

/**
 * Says who examines a candidate. Refused at the field: who is not among the sitting's examiners, one person twice, who is
 * recused, who is elsewhere at that time, and who has begun to score and would be left out.
 */
export async function setPanel(ctx: Context, input: SetPanel): Promise<{ sittingId: string }> {
	const { examinerIds } = input;
	return withTransaction(ctx, async (tx) => {
		const { practical, candidate } = await holdManagedCandidate(tx, ctx, input.candidateId);
		if (candidate.decidedAt) throw conflict('practicals.decided');
		const [slot] = candidate.slotId
			? await tx.select().from(practicalSlots).where(eq(practicalSlots.id, candidate.slotId))
			: [];
		if (!slot) throw conflict('practicals.panel.slotless');
		const refuse = (code: Parameters<typeof conflict>[0]) => invalid('app.form', { examinerIds: code });
		if (new Set(examinerIds).size !== examinerIds.length) throw refuse('practicals.panel.twice');
		const pool = await poolOf(tx, candidate.sittingId);
		if (examinerIds.some((id) => !pool.includes(id))) throw refuse('practicals.panel.outside');
		const recused = (await recusalsOf(tx, candidate.sittingId)).find(
			({ candidateId, examinerId }) => candidateId === candidate.id && examinerIds.includes(examinerId)
		);
		if (recused) throw refuse(`practicals.panel.${recused.kind}`);
		const engaged = await engagedElsewhere(tx, examinerIds, { candidateId: candidate.id });
		const isBusy = ({ from, to }: (typeof engaged)[number]) =>
			from < slot.endsAt.getTime() && slot.startsAt.getTime() < to;
		if (engaged.some(isBusy)) throw refuse('practicals.panel.busy');
		const its = eq(practicalPanels.candidateId, candidate.id);
		const before = (await tx.select().from(practicalPanels).where(its)).map(({ examinerId }) => examinerId);
		const leaving = before.filter((id) => !examinerIds.includes(id));
		const joining = examinerIds.filter((id) => !before.includes(id));
		const [begun] = leaving.length
			? await tx
					.select({ id: practicalSheets.examinerId })
					.from(practicalSheets)
					.where(
						and(eq(practicalSheets.candidateId, candidate.id), inArray(practicalSheets.examinerId, leaving))
					)
			: [];
		if (begun) throw refuse('practicals.panel.begun');
		if (leaving.length)
			await tx.delete(practicalPanels).where(and(its, inArray(practicalPanels.examinerId, leaving)));
		const rows = joining.map((examinerId) => ({ candidateId: candidate.id, examinerId }));
		if (rows.length) await tx.insert(practicalPanels).values(rows);
		await tellExaminers(tx, ctx, practical, rows, [{ candidateId: candidate.id, slot }]);
		await recordAudit(tx, ctx, {
			action: 'practicals.panel.set',
			subject: { type: 'sitting', id: candidate.sittingId },
			personId: candidate.personId,
			before: { examiners: before },
			after: { examiners: examinerIds }
		});
		return { sittingId: candidate.sittingId };
	});
}
