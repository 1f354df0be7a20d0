import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { forbidden } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { ImportDefaults } from '../imports/model';
import '../imports/read-file.server';
import type { BringImport } from '../imports/schema';
import { itemImports } from '../tables.server';

/** Files that nobody confirmed are forgotten after this many days. */
const KEPT_DAYS = 30;

/**
 * Takes a file of questions to be read; nothing of it is in the bank before it is confirmed.
 * No audit: nobody but its owner sees it, and what comes of it is recorded when it is confirmed.
 */
export async function bringImport(
	ctx: Context,
	{ file, difficulty, ...rest }: BringImport
): Promise<{ id: string }> {
	authorize(ctx.actor, 'bank.item.write');
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	const defaults: ImportDefaults = { ...rest, difficulty: difficulty * 10 };
	return withTransaction(ctx, async (tx) => {
		await tx.execute(
			sql`delete from item_imports where status <> 'confirmed'
				and created_at < ${ctx.now.toISOString()}::timestamptz - ${`${KEPT_DAYS} days`}::interval`
		);
		const id = newId(ctx.now);
		await tx.insert(itemImports).values({
			...{ id, personId, fileName: file.name.slice(0, 300) || 'file', format: rest.format ?? '' },
			...{ defaults, status: 'reading', source: file.bytes, createdAt: ctx.now }
		});
		await enqueue(tx, ctx, 'bank.import.read', { importId: id });
		return { id };
	});
}
