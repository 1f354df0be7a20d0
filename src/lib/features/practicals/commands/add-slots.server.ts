import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { holdPractical } from '../hold.server';
import type { AddSlots } from '../schema';
import { practicalSlots } from '../tables.server';
import { eq, and } from 'drizzle-orm';

const MINUTE_MS = 60_000;

/** Adds slots one after the other at one place. Refused at the field: in the past, or over another slot of the place. */
export async function addSlots(ctx: Context, input: AddSlots): Promise<{ sittingId: string }> {
	const { sittingId, startsAt, minutes, pause, count, place } = input;
	return withTransaction(ctx, async (tx) => {
		await holdPractical(tx, ctx, sittingId);
		if (startsAt <= ctx.now) throw invalid('app.form', { day: 'practicals.slots.past' });
		const slots = Array.from({ length: count }, (_, i) => {
			const from = startsAt.getTime() + i * (minutes + pause) * MINUTE_MS;
			return {
				...{ id: newId(ctx.now), sittingId, place },
				...{ startsAt: new Date(from), endsAt: new Date(from + minutes * MINUTE_MS) }
			};
		});
		const others = await tx
			.select()
			.from(practicalSlots)
			.where(and(eq(practicalSlots.sittingId, sittingId), eq(practicalSlots.place, place)));
		if (slots.some((slot) => others.some((one) => one.startsAt < slot.endsAt && slot.startsAt < one.endsAt)))
			throw invalid('app.form', { from: 'practicals.slots.taken' });
		await tx.insert(practicalSlots).values(slots);
		await recordAudit(tx, ctx, {
			action: 'practicals.slots.add',
			subject: { type: 'sitting', id: sittingId },
			after: { startsAt: startsAt.toISOString(), minutes, pause, count, place }
		});
		return { sittingId };
	});
}
