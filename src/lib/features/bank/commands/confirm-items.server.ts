import { and, eq, inArray, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { personOf } from '../editing.server';
import { asksAgain } from '../queries/glance-conditions.server';
import type { ConfirmItems } from '../schema';
import { items } from '../tables.server';

/**
 * A reviewer who did not set them says that ready items are still right: their day has come, or a law that they cite
 * changed. They stay ready and are reviewed as of now, and again from `on`. Of several all are confirmed or none.
 */
export async function confirmItems(
	ctx: Context,
	{ itemIds, on }: ConfirmItems
): Promise<{ confirmed: number }> {
	const ids = [...new Set(itemIds)];
	return withTransaction(ctx, async (tx) => {
		const found = await tx
			.select({
				...{ id: items.id, code: items.code, setterId: items.setterId, revision: items.revision },
				...{ reviewAgainOn: items.reviewAgainOn, reviewedAt: items.reviewedAt },
				asks: sql<boolean>`${asksAgain(ctx.now)}`
			})
			.from(items)
			.where(inArray(items.id, ids))
			.orderBy(items.id)
			.for('update');
		if (found.length !== ids.length) throw notFound();
		for (const { setterId } of found)
			authorize(ctx.actor, 'bank.item.review', { parties: { setter: setterId } });
		if (on && on <= dateIn(ctx.now)) throw invalid('app.form', { on: 'bank.item.next_past' });
		for (const { id, code, asks, revision } of found) {
			if (!asks) throw conflict('bank.item.not_due', { code });
			const updated = await tx
				.update(items)
				.set({
					...{ reviewerId: personOf(ctx), reviewedAt: ctx.now, reviewAgainOn: on },
					...{ revision: revision + 1, changedAt: ctx.now }
				})
				.where(and(eq(items.id, id), eq(items.status, 'ready'), eq(items.revision, revision)))
				.returning({ id: items.id });
			if (!updated.length) throw conflict('bank.item.status', { code });
		}
		await recordAudit(tx, ctx, {
			action: 'bank.item.confirm',
			subject: found.length === 1 ? { type: 'item', id: ids[0] ?? '' } : { type: 'items', id: 'bank' },
			before: Object.fromEntries(
				found.map(({ code, reviewAgainOn, reviewedAt }) => [code, { reviewAgainOn, reviewedAt }])
			),
			after: { codes: found.map(({ code }) => code), on }
		});
		return { confirmed: found.length };
	});
}
