import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { loadModuleDraft } from '../drafts/load.server';
import { moveDraft, personOf, requireState } from '../drafts/move.server';
import type { DiscardModule } from '../drafts/schema';

/** Closes a draft that is being written for good. What it said is kept, and a new one may be begun. */
export async function discardModuleDraft(ctx: Context, input: DiscardModule): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'training.module.write');
		requireState(row, ['writing']);
		await moveDraft(tx, row, ['writing'], {
			...{ state: 'discarded', updatedBy: personOf(ctx) ?? row.updatedBy, updatedAt: ctx.now }
		});
		await recordAudit(tx, ctx, {
			action: 'training.draft.discard',
			subject: { type: 'moduleDraft', id: row.id },
			before: { module: row.code, revision: row.revision }
		});
	});
}
