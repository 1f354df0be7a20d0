import { eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { askPractical } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { holdPractical } from '../hold.server';
import type { RemovePractical } from '../schema';
import {
	practicalCandidates,
	practicalExaminers,
	practicalPanels,
	practicalRecusals,
	practicals,
	practicalSheets,
	practicalSlots
} from '../tables.server';

/** Takes the practical part of a sitting away, before the sitting opens and before anybody has scored or was absent. */
export async function removePractical(ctx: Context, input: RemovePractical): Promise<{ sittingId: string }> {
	const { sittingId } = input;
	return withTransaction(ctx, async (tx) => {
		const { practical } = await holdPractical(tx, ctx, sittingId);
		await askPractical(tx, ctx, { sittingId, practical: false });
		const its = tx
			.select({ id: practicalCandidates.id })
			.from(practicalCandidates)
			.where(eq(practicalCandidates.sittingId, sittingId));
		const candidates = await tx
			.select()
			.from(practicalCandidates)
			.where(eq(practicalCandidates.sittingId, sittingId))
			.for('update');
		const [kept] = await tx.select().from(practicalSheets).where(inArray(practicalSheets.candidateId, its));
		const [recused] = await tx
			.select()
			.from(practicalRecusals)
			.where(inArray(practicalRecusals.candidateId, its));
		if (kept || recused || candidates.some(({ decidedAt }) => decidedAt)) throw conflict('practicals.scored');
		await tx.delete(practicalPanels).where(inArray(practicalPanels.candidateId, its));
		await tx.delete(practicalCandidates).where(eq(practicalCandidates.sittingId, sittingId));
		await tx.delete(practicalSlots).where(eq(practicalSlots.sittingId, sittingId));
		await tx.delete(practicalExaminers).where(eq(practicalExaminers.sittingId, sittingId));
		await tx.delete(practicals).where(eq(practicals.sittingId, sittingId));
		await recordAudit(tx, ctx, {
			action: 'practicals.practical.remove',
			subject: { type: 'sitting', id: sittingId },
			before: { titleZh: practical.titleZh, passPercent: practical.passPercent, rubric: practical.rubric }
		});
		return { sittingId };
	});
}
