import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { holdPractical } from '../hold.server';
import type { RemoveSlot } from '../schema';
import { practicalCandidates, practicalSlots } from '../tables.server';

/** Takes a slot away that nobody has. */
export async function removeSlot(ctx: Context, input: RemoveSlot): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const [slot] = await tx.select().from(practicalSlots).where(eq(practicalSlots.id, input.slotId));
		if (!slot) throw notFound();
		await holdPractical(tx, ctx, slot.sittingId);
		const [seated] = await tx
			.select({ id: practicalCandidates.id })
			.from(practicalCandidates)
			.where(eq(practicalCandidates.slotId, slot.id));
		if (seated) throw conflict('practicals.slots.used');
		await tx.delete(practicalSlots).where(eq(practicalSlots.id, slot.id));
		await recordAudit(tx, ctx, {
			action: 'practicals.slots.remove',
			subject: { type: 'sitting', id: slot.sittingId },
			before: { startsAt: slot.startsAt.toISOString(), place: slot.place }
		});
		return { sittingId: slot.sittingId };
	});
}
