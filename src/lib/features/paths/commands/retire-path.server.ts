import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { RetirePath } from '../schema';
import { learningPaths } from '../tables.server';
import { loadPath } from '../versions.server';

/** Takes a path off the lists: nobody is assigned to it any more. Whoever was assigned before goes on. */
export async function retirePath(ctx: Context, input: RetirePath): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const path = await loadPath(tx, input.code, { lock: true });
		authorize(ctx.actor, 'paths.path.write');
		const retired = await tx
			.update(learningPaths)
			.set({ retiredAt: ctx.now, retiredBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null })
			.where(and(eq(learningPaths.id, path.id), isNull(learningPaths.retiredAt)))
			.returning({ id: learningPaths.id });
		if (!retired.length) throw conflict('paths.path.retired');
		await recordAudit(tx, ctx, {
			action: 'paths.path.retire',
			subject: { type: 'learningPath', id: path.id },
			before: { code: path.code, retired: false },
			after: { code: path.code, retired: true }
		});
	});
}
