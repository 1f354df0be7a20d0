import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { loadDraft } from '../drafts/load.server';
import type { ReturnDraft } from '../drafts/schema';
import { policyDrafts } from '../tables.server';

/** Sends a submitted draft back to be written in again, with a note why; or its submitter takes it back. */
export async function returnDraft(ctx: Context, input: ReturnDraft): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const isOwn = by !== null && by === draft.submittedBy;
		authorize(ctx.actor, isOwn ? 'tiers.policy.draft' : 'tiers.policy.publish');
		if (draft.state !== 'submitted') throw conflict('tiers.draft.not_submitted');
		const returned = await tx
			.update(policyDrafts)
			.set({ state: 'draft', closedBy: by, closedAt: ctx.now, note: input.note })
			.where(and(eq(policyDrafts.id, draft.id), eq(policyDrafts.state, 'submitted')))
			.returning({ id: policyDrafts.id });
		if (!returned.length) throw conflict('tiers.draft.not_submitted');
		if (draft.submittedBy && !isOwn && ctx.actor.kind !== 'anonymous') {
			await notify(tx, ctx, {
				personId: draft.submittedBy,
				kind: 'tiers.draftReturned',
				params: { name: ctx.actor.name, ladder: draft.ladder, from: draft.effectiveFrom ?? '' },
				href: `/staff/policies/drafts/${draft.id}`,
				cause: `tiers.draft.return:${draft.id}:${ctx.now.toISOString()}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.return',
			subject: { type: 'policyDraft', id: draft.id },
			before: { state: 'submitted' },
			after: { state: 'draft', note: input.note }
		});
	});
}
