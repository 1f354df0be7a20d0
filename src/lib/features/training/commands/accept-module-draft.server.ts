import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { loadModuleDraft } from '../drafts/load.server';
import { moveDraft, personOf, requireState, tellOfDraft } from '../drafts/move.server';
import type { AcceptModule } from '../drafts/schema';

/** Accepts a submitted draft as it stands. Nobody who wrote in it reviews it, however little. */
export async function acceptModuleDraft(ctx: Context, input: AcceptModule): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'training.module.review', { parties: { author: row.authors } });
		requireState(row, ['submitted'], input.revision);
		await moveDraft(tx, row, ['submitted'], {
			...{ state: 'reviewed', reviewedBy: personOf(ctx), reviewedAt: ctx.now, reviewNote: input.note }
		});
		await tellOfDraft(tx, ctx, row, 'module.accepted', row.authors);
		await recordAudit(tx, ctx, {
			action: 'training.draft.accept',
			subject: { type: 'moduleDraft', id: row.id },
			after: { module: row.code, revision: row.revision, authors: row.authors, note: input.note }
		});
	});
}
