import { inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import type { SetUse } from '../edit-schema';
import { items } from '../tables.server';
import { refuseUse } from '../use.server';

/** Marks items for exams or for practice, all of them or none: never both, and never back once they were practised. */
export async function setUse(ctx: Context, { itemIds, use }: SetUse): Promise<{ changed: number }> {
	const ids = [...new Set(itemIds)];
	return withTransaction(ctx, async (tx) => {
		const found = await tx.select().from(items).where(inArray(items.id, ids)).orderBy(items.id).for('update');
		authorize(ctx.actor, 'bank.item.write');
		if (found.length !== ids.length) throw notFound();
		const retired = found.find(({ status }) => status === 'retired');
		if (retired) throw conflict('bank.item.retired', { code: retired.code });
		await refuseUse(tx, found, use);
		const changing = found.filter((item) => item.use !== use);
		for (const { id, revision } of changing)
			await tx
				.update(items)
				.set({ use, revision: revision + 1, changedAt: ctx.now })
				.where(inArray(items.id, [id]));
		if (changing.length)
			await recordAudit(tx, ctx, {
				action: 'bank.item.use',
				subject:
					changing.length === 1 ? { type: 'item', id: changing[0]!.id } : { type: 'items', id: 'bank' },
				after: { use, codes: changing.map(({ code }) => code) }
			});
		return { changed: changing.length };
	});
}
