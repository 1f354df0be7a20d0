import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { listProblems, loadModuleDraft } from '../drafts/load.server';
import { listHolders, moveDraft, personOf, requireState, tellOfDraft } from '../drafts/move.server';
import type { DraftRevision } from '../drafts/schema';

/** Hands a draft in for review, once nothing stands in its way; whoever may review it is told. */
export async function submitModuleDraft(ctx: Context, input: DraftRevision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'training.module.write');
		requireState(row, ['writing'], input.revision);
		const problems = await listProblems(tx, row, ctx.locale);
		if (problems.length) throw conflict('training.draft.has_problems', { count: problems.length });
		await moveDraft(tx, row, ['writing'], {
			...{ state: 'submitted', submittedBy: personOf(ctx), submittedAt: ctx.now },
			...{ reviewedBy: null, reviewedAt: null, reviewNote: null }
		});
		const reviewers = await listHolders(tx, 'training.module.review', ctx.now);
		await tellOfDraft(
			tx,
			ctx,
			row,
			'module.submitted',
			reviewers.filter((id) => !row.authors.includes(id))
		);
		await recordAudit(tx, ctx, {
			action: 'training.draft.submit',
			subject: { type: 'moduleDraft', id: row.id },
			after: { module: row.code, revision: row.revision }
		});
	});
}
