import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { loadDraft } from '../drafts/load.server';
import type { OneDraft } from '../drafts/schema';
import { policyDrafts } from '../tables.server';

/** Throws a draft away: it stays as a record, and cannot be written in any more. One that was submitted is returned first. */
export async function discardDraft(ctx: Context, input: OneDraft): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'tiers.policy.draft');
		if (draft.state !== 'draft') throw conflict('tiers.draft.not_open');
		if (draft.version !== input.version) throw conflict('tiers.draft.changed', { version: draft.version });
		const closedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const closed = await tx
			.update(policyDrafts)
			.set({ state: 'discarded', closedBy, closedAt: ctx.now })
			.where(and(eq(policyDrafts.id, draft.id), eq(policyDrafts.state, 'draft')))
			.returning({ id: policyDrafts.id });
		if (!closed.length) throw conflict('tiers.draft.not_open');
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.discard',
			subject: { type: 'policyDraft', id: draft.id },
			before: { state: 'draft', version: draft.version },
			after: { state: 'discarded' }
		});
	});
}
