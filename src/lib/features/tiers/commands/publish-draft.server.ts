import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { loadAround, loadDraft } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import { decideText } from '../drafts/rules';
import type { OneDraft } from '../drafts/schema';
import { policyDrafts, policyVersions } from '../tables.server';

/**
 * Publishes a submitted draft, its bytes as they are, by another person than whoever submitted it or wrote its last
 * text. Everything is asked again: its date may have come, another version may have been published, and a newer
 * program may read it differently. Returns the version's id; it never changes again.
 */
export async function publishDraft(ctx: Context, input: OneDraft): Promise<{ policyId: string }> {
	return withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		const { id, ladder, yaml, sha256, submittedBy, savedBy, baseId } = draft;
		authorize(ctx.actor, 'tiers.policy.publish', { parties: { submitter: submittedBy, author: savedBy } });
		if (draft.state !== 'submitted') throw conflict('tiers.draft.not_submitted');
		if (draft.version !== input.version) throw conflict('tiers.draft.changed', { version: draft.version });
		const { policy, problems } = readText(yaml, ladder);
		const around = await loadAround(tx, draft, dateIn(ctx.now));
		const effectiveFrom = policy?.effectiveFrom ?? null;
		// An earlier date that waits beside it is not in its way: whichever is published first holds.
		const verdict = decideText({ effectiveFrom, problems, baseId }, { ...around, submitted: [] });
		if (!verdict.ok) throw conflict(verdict.code, verdict.params);

		const publishedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const version = { ladder, effectiveFrom: verdict.effectiveFrom, yaml, content: policy!, sha256 };
		const [published] = await tx
			.insert(policyVersions)
			.values({ id: newId(ctx.now), ...version, publishedAt: ctx.now, publishedBy })
			.onConflictDoNothing()
			.returning({ id: policyVersions.id });
		if (!published) throw conflict('tiers.draft.date_taken', { date: verdict.effectiveFrom });
		const closed = await tx
			.update(policyDrafts)
			.set({ state: 'published', publishedId: published.id, closedBy: publishedBy, closedAt: ctx.now })
			.where(and(eq(policyDrafts.id, id), eq(policyDrafts.state, 'submitted')))
			.returning({ id: policyDrafts.id });
		if (!closed.length) throw conflict('tiers.draft.not_submitted');
		if (submittedBy && ctx.actor.kind !== 'anonymous') {
			await notify(tx, ctx, {
				personId: submittedBy,
				kind: 'tiers.draftPublished',
				params: { name: ctx.actor.name, policy: policy!.name, from: verdict.effectiveFrom },
				href: `/staff/policies/${published.id}`,
				cause: `tiers.policy.publish:${published.id}`
			});
		}
		// Concerns everybody: the action's name makes every standing be evaluated anew.
		await recordAudit(tx, ctx, {
			action: 'tiers.policy.publish',
			subject: { type: 'policyVersion', id: published.id },
			after: { ladder, effectiveFrom: verdict.effectiveFrom, sha256, draftId: id, submittedBy }
		});
		return { policyId: published.id };
	});
}
