import { and, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { decideReview } from '../rules';
import type { ReviewItem } from '../schema';
import { items } from '../tables.server';

/**
 * A second person makes items ready to be drawn, or takes them out of use. Of several items all are reviewed or
 * none. Whoever set an item does not review it.
 */
export async function reviewItem(ctx: Context, input: ReviewItem): Promise<{ reviewed: number }> {
	const itemIds = [...new Set(input.itemIds)];
	return withTransaction(ctx, async (tx) => {
		const found = await tx
			.select()
			.from(items)
			.where(inArray(items.id, itemIds))
			.orderBy(items.id)
			.for('update');
		if (found.length !== itemIds.length) throw notFound();
		for (const item of found) {
			authorize(ctx.actor, 'exams.item.review', { parties: { setter: item.setterId } });
			const decision = decideReview(item.status, input.to);
			if (!decision.ok) throw conflict(decision.code, { code: item.code });
		}
		const reviewerId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		for (const item of found) {
			const updated = await tx
				.update(items)
				.set({ status: input.to, reviewerId, reviewedAt: ctx.now })
				.where(and(eq(items.id, item.id), eq(items.status, item.status)))
				.returning({ id: items.id });
			if (!updated.length) throw conflict('exams.item.status', { code: item.code });
		}
		await recordAudit(tx, ctx, {
			action: 'exams.item.review',
			subject: found.length === 1 ? { type: 'item', id: itemIds[0] ?? '' } : { type: 'items', id: 'bank' },
			before: Object.fromEntries(found.map(({ code, status }) => [code, status])),
			after: { status: input.to, codes: found.map(({ code }) => code) }
		});
		return { reviewed: found.length };
	});
}
