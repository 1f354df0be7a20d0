import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import type { ModuleCode } from '../drafts/schema';
import { personOf } from '../drafts/move.server';
import { modules } from '../tables.server';

/** Takes a module out of use: nobody begins it any more, whoever has begun finishes it, completions stay. */
export const retireModule = (ctx: Context, input: ModuleCode) => turn(ctx, input, 'training.module.retire');

/** Brings a retired module back into use as it was. */
export const restoreModule = (ctx: Context, input: ModuleCode) => turn(ctx, input, 'training.module.restore');

async function turn(
	ctx: Context,
	{ module: code }: ModuleCode,
	action: 'training.module.retire' | 'training.module.restore'
): Promise<void> {
	const isRetiring = action === 'training.module.retire';
	await withTransaction(ctx, async (tx) => {
		const [module] = await tx.select().from(modules).where(eq(modules.code, code)).for('update');
		authorize(ctx.actor, 'training.module.publish');
		if (!module) throw notFound();
		const changed = await tx
			.update(modules)
			.set(
				isRetiring ? { retiredAt: ctx.now, retiredBy: personOf(ctx) } : { retiredAt: null, retiredBy: null }
			)
			.where(
				and(eq(modules.id, module.id), isRetiring ? isNull(modules.retiredAt) : isNotNull(modules.retiredAt))
			)
			.returning({ id: modules.id });
		if (!changed.length)
			throw conflict(isRetiring ? 'training.module.retired_already' : 'training.module.in_use');
		await recordAudit(tx, ctx, {
			action,
			subject: { type: 'module', id: module.id },
			before: { retiredAt: module.retiredAt },
			after: { module: code }
		});
	});
}
