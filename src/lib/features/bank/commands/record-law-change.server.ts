import { eq, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { authorizeEditing, personOf } from '../editing.server';
import type { RecordLawChange } from '../edit-schema';
import { lawChanges, laws } from '../tables.server';

/**
 * A law changes: in force on a day, with what is new in it. Where asked, every item that cites it asks to be reviewed
 * again from that day (or the earlier one that it has), and each setter hears how many of theirs cite it.
 */
export async function recordLawChange(ctx: Context, input: RecordLawChange): Promise<{ items: number }> {
	authorizeEditing(ctx.actor);
	const { lawId, inForceOn, note, reviewAgain } = input;
	return withTransaction(ctx, async (tx) => {
		const [law] = await tx.select().from(laws).where(eq(laws.id, lawId)).for('update');
		if (!law) throw notFound();
		const id = newId(ctx.now);
		const recordedBy = personOf(ctx);
		await tx.insert(lawChanges).values({ id, lawId, inForceOn, note, recordedBy, recordedAt: ctx.now });
		if (!law.inForceOn || law.inForceOn < inForceOn)
			await tx.update(laws).set({ inForceOn }).where(eq(laws.id, lawId));
		const citing = await rowsOf<{ code: string; setterId: string | null }>(
			tx,
			reviewAgain
				? sql`update items i set revision = i.revision + 1, changed_at = ${ctx.now.toISOString()}::timestamptz,
						review_again_on = least(i.review_again_on, ${inForceOn}::date)
					where i.status <> 'retired' and i.id in (select item_id from item_laws where law_id = ${lawId}::uuid)
					returning i.code, i.setter_id as "setterId"`
				: sql`select i.code, i.setter_id as "setterId" from items i
					where i.status <> 'retired' and i.id in (select item_id from item_laws where law_id = ${lawId}::uuid)`
		);
		const setters = new Map<string, number>();
		for (const { setterId } of citing) if (setterId) setters.set(setterId, (setters.get(setterId) ?? 0) + 1);
		if (reviewAgain)
			await notifyMany(
				tx,
				ctx,
				[...setters].map(([personId, count]) => ({
					...{ personId, kind: 'bank.law_changed', href: `/staff/laws/${lawId}` },
					params: { law: law.name, date: inForceOn, count },
					cause: `bank.law.change:${id}`
				}))
			);
		await recordAudit(tx, ctx, {
			action: 'bank.law.change',
			subject: { type: 'law', id: lawId },
			before: { inForceOn: law.inForceOn },
			after: { name: law.name, inForceOn, note, reviewAgain, codes: citing.map(({ code }) => code).sort() }
		});
		return { items: citing.length };
	});
}
