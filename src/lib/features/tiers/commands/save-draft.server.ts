import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { loadDraft, sha256Of } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import type { SaveDraft } from '../drafts/schema';
import { policyDrafts } from '../tables.server';

/**
 * Keeps a draft's text as it was typed, also with problems: they matter only when it is submitted. Whoever started
 * from an older version than the one that is kept is told so and keeps their text; `over` says that they have seen
 * the newer one and replace it.
 */
export async function saveDraft(ctx: Context, input: SaveDraft): Promise<{ version: number }> {
	return withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'tiers.policy.draft');
		if (draft.state !== 'draft') throw conflict('tiers.draft.not_open');
		const { id, ladder, version, sha256: was } = draft;
		if ((input.over ?? input.version) !== version) throw conflict('tiers.draft.changed', { version });
		const sha256 = sha256Of(input.yaml);
		if (sha256 === was) return { version };
		const saved = await tx
			.update(policyDrafts)
			.set({
				...{ yaml: input.yaml, sha256, version: version + 1 },
				effectiveFrom: readText(input.yaml, ladder).policy?.effectiveFrom ?? null,
				savedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				savedAt: ctx.now
			})
			.where(and(eq(policyDrafts.id, id), eq(policyDrafts.version, version), eq(policyDrafts.state, 'draft')))
			.returning({ id: policyDrafts.id });
		if (!saved.length) throw conflict('tiers.draft.changed', { version });
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.save',
			subject: { type: 'policyDraft', id },
			before: { version, sha256: was },
			after: { version: version + 1, sha256 }
		});
		return { version: version + 1 };
	});
}
