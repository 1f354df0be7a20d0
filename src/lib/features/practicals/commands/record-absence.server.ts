import { and, eq, isNotNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { recordPracticalResult } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { holdManagedCandidate, personOf } from '../hold.server';
import { ABSENT_RULE } from '../rules';
import type { RecordAbsence } from '../schema';
import { practicalCandidates, practicalSheets, practicalSlots } from '../tables.server';

/**
 * Records that a candidate did not come, and why, once their slot has begun and as long as nobody has handed a sheet in: they have
 * not passed. Who is to have another chance gets another slot instead.
 */
export async function recordAbsence(ctx: Context, input: RecordAbsence): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { candidate } = await holdManagedCandidate(tx, ctx, input.candidateId);
		if (candidate.decidedAt) throw conflict('practicals.decided');
		const [slot] = candidate.slotId
			? await tx.select().from(practicalSlots).where(eq(practicalSlots.id, candidate.slotId))
			: [];
		if (!slot || ctx.now < slot.startsAt) throw conflict('practicals.absence.early');
		const [sheet] = await tx
			.select({ id: practicalSheets.examinerId })
			.from(practicalSheets)
			.where(and(eq(practicalSheets.candidateId, candidate.id), isNotNull(practicalSheets.submittedAt)));
		if (sheet) throw conflict('practicals.absence.scored');
		await tx
			.update(practicalCandidates)
			.set({ decidedAt: ctx.now, absentReason: input.reason, absentBy: personOf(ctx.actor) })
			.where(eq(practicalCandidates.id, candidate.id));
		const { sittingId, personId } = candidate;
		await recordPracticalResult(tx, ctx, {
			...{ sittingId, personId, tenths: null, passed: false, rule: ABSENT_RULE }
		});
		await recordAudit(tx, ctx, {
			action: 'practicals.candidate.absent',
			subject: { type: 'sitting', id: sittingId },
			personId,
			after: { reason: input.reason }
		});
		return { sittingId };
	});
}
