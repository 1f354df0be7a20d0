import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { engagedElsewhere, fillPanels, tellCandidates, tellExaminers } from '../arrange.server';
import { holdManagedCandidate } from '../hold.server';
import type { MoveCandidate } from '../schema';
import { practicalCandidates, practicalPanels, practicalSheets, practicalSlots } from '../tables.server';

/**
 * Gives a candidate another slot that is free, as long as nobody has begun to score them. Examiners who are elsewhere at that
 * time make room for others; everybody concerned is told.
 */
export async function moveCandidate(ctx: Context, input: MoveCandidate): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { practical, candidate } = await holdManagedCandidate(tx, ctx, input.candidateId);
		if (candidate.decidedAt) throw conflict('practicals.decided');
		const [slot] = await tx
			.select()
			.from(practicalSlots)
			.where(and(eq(practicalSlots.id, input.slotId), eq(practicalSlots.sittingId, candidate.sittingId)));
		if (!slot) throw invalid('app.form', { slotId: 'app.field.choice' });
		if (slot.startsAt <= ctx.now) throw invalid('app.form', { slotId: 'practicals.slots.past' });
		const [begun] = await tx
			.select({ id: practicalSheets.candidateId })
			.from(practicalSheets)
			.where(eq(practicalSheets.candidateId, candidate.id));
		if (begun) throw conflict('practicals.scored');
		await tx
			.update(practicalCandidates)
			.set({ slotId: slot.id })
			.where(eq(practicalCandidates.id, candidate.id));
		const panel = await tx
			.select({ examinerId: practicalPanels.examinerId })
			.from(practicalPanels)
			.where(eq(practicalPanels.candidateId, candidate.id));
		const ids = panel.map(({ examinerId }) => examinerId);
		const engaged = await engagedElsewhere(tx, ids, { candidateId: candidate.id });
		const busy = engaged
			.filter(({ from, to }) => from < slot.endsAt.getTime() && slot.startsAt.getTime() < to)
			.map(({ examinerId }) => examinerId);
		if (busy.length)
			await tx
				.delete(practicalPanels)
				.where(and(eq(practicalPanels.candidateId, candidate.id), inArray(practicalPanels.examinerId, busy)));
		const staying = ids.filter((id) => !busy.includes(id));
		await tellExaminers(
			...([tx, ctx, practical] as const),
			staying.map((examinerId) => ({ examinerId, candidateId: candidate.id })),
			[{ candidateId: candidate.id, slot }]
		);
		await fillPanels(tx, ctx, practical);
		await tellCandidates(tx, ctx, practical, [{ personId: candidate.personId, slot }]);
		await recordAudit(tx, ctx, {
			action: 'practicals.candidate.move',
			subject: { type: 'sitting', id: candidate.sittingId },
			personId: candidate.personId,
			before: { slotId: candidate.slotId },
			after: { slotId: slot.id, startsAt: slot.startsAt.toISOString(), place: slot.place }
		});
		return { sittingId: candidate.sittingId };
	}).catch((error: unknown) => {
		if (brokenConstraint(error) === 'practical_candidates_slot')
			throw invalid('app.form', { slotId: 'practicals.slots.taken' });
		throw error;
	});
}
