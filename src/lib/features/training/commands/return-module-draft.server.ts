import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { loadModuleDraft } from '../drafts/load.server';
import { moveDraft, personOf, requireState, tellOfDraft } from '../drafts/move.server';
import type { ReturnModule } from '../drafts/schema';

/**
 * Sends a draft that was submitted or accepted back to be written on, with a note. Its authors take it back
 * themselves; anybody else reviews it.
 */
export async function returnModuleDraft(ctx: Context, input: ReturnModule): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		const personId = personOf(ctx);
		const isOwn = personId !== null && row.authors.includes(personId);
		authorize(ctx.actor, isOwn ? 'training.module.write' : 'training.module.review');
		requireState(row, ['submitted', 'reviewed']);
		await moveDraft(tx, row, ['submitted', 'reviewed'], {
			...{ state: 'writing', reviewNote: input.note },
			...{ reviewedBy: personId, reviewedAt: ctx.now }
		});
		await tellOfDraft(tx, ctx, row, 'module.returned', row.authors);
		await recordAudit(tx, ctx, {
			action: 'training.draft.return',
			subject: { type: 'moduleDraft', id: row.id },
			before: { state: row.state },
			after: { module: row.code, revision: row.revision, note: input.note }
		});
	});
}
