import { and, eq, inArray } from 'drizzle-orm';
import { authorize, type Actor } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { decideMove } from './rules';
import type { ItemStatus } from './states';
import { itemComments, items } from './tables.server';

interface Move {
	itemIds: readonly string[];
	to: ItemStatus;
	comment?: string | undefined;
}

const personOf = (actor: Actor) => (actor.kind === 'person' ? actor.personId : null);

/**
 * Moves items to another state, all of them or none, with a comment that stays with each. `as` is what it takes; whoever
 * set an item does not review it.
 */
export async function moveItems(
	ctx: Context,
	{ itemIds, to, comment }: Move,
	as: Permission & `bank.item.${string}`
): Promise<{ moved: number }> {
	const ids = [...new Set(itemIds)];
	const by = personOf(ctx.actor);
	return withTransaction(ctx, async (tx) => {
		const found = await tx.select().from(items).where(inArray(items.id, ids)).orderBy(items.id).for('update');
		if (found.length !== ids.length) throw notFound();
		for (const item of found) authorize(ctx.actor, as, { parties: { setter: item.setterId } });
		for (const item of found) {
			const decision = decideMove(item.status, to);
			if (!decision.ok) throw conflict(decision.code, { code: item.code });
		}
		const reviewed = as === 'bank.item.review' ? { reviewerId: by, reviewedAt: ctx.now } : {};
		for (const item of found) {
			const updated = await tx
				.update(items)
				.set({ status: to, revision: item.revision + 1, changedAt: ctx.now, ...reviewed })
				.where(and(eq(items.id, item.id), eq(items.status, item.status)))
				.returning({ id: items.id });
			if (!updated.length) throw conflict('bank.item.status', { code: item.code });
		}
		if (comment && by)
			await tx.insert(itemComments).values(
				found.map(({ id, versionId }) => ({
					...{ id: newId(ctx.now), itemId: id, itemVersionId: versionId, personId: by, body: comment },
					createdAt: ctx.now
				}))
			);
		if (to === 'draft' && comment)
			await notifyMany(
				tx,
				ctx,
				found.flatMap(({ id, code, setterId, revision }) =>
					setterId
						? [
								{
									...{ personId: setterId, kind: 'bank.returned', href: `/staff/items/${id}` },
									...{ params: { code, comment }, cause: `bank.item.return:${id}:${revision}` }
								}
							]
						: []
				)
			);
		await recordAudit(tx, ctx, {
			action: as,
			subject: found.length === 1 ? { type: 'item', id: ids[0] ?? '' } : { type: 'items', id: 'bank' },
			before: Object.fromEntries(found.map(({ code, status }) => [code, status])),
			after: { status: to, codes: found.map(({ code }) => code), ...(comment && { comment }) }
		});
		return { moved: found.length };
	});
}
