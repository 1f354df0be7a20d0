import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { loadAround, loadDraft, type DraftRow } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import { decideText } from '../drafts/rules';
import type { SubmitDraft } from '../drafts/schema';
import type { Policy } from '../policy/types';
import { policyDrafts } from '../tables.server';

/**
 * Submits a draft for publication. Its text must be free of problems, its date in the future and after every other
 * one of the ladder. When a version was published since the draft began, the writer says that they have seen it.
 */
export async function submitDraft(ctx: Context, input: SubmitDraft): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'tiers.policy.draft');
		if (draft.state !== 'draft') throw conflict('tiers.draft.not_open');
		const { id, ladder, version } = draft;
		if (version !== input.version) throw conflict('tiers.draft.changed', { version });
		const around = await loadAround(tx, draft, dateIn(ctx.now));
		const { policy, problems } = readText(draft.yaml, ladder);
		const baseId = input.seenId || draft.baseId;
		const effectiveFrom = policy?.effectiveFrom ?? null;
		const verdict = decideText({ effectiveFrom, problems, baseId }, around);
		if (!verdict.ok) throw conflict(verdict.code, verdict.params);

		const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const submitted = await tx
			.update(policyDrafts)
			.set({
				...{ state: 'submitted', effectiveFrom: verdict.effectiveFrom, baseId },
				...{ submittedBy: by, submittedAt: ctx.now, closedBy: null, closedAt: null, note: null }
			})
			.where(and(eq(policyDrafts.id, id), eq(policyDrafts.state, 'draft'), eq(policyDrafts.version, version)))
			.returning({ id: policyDrafts.id })
			.catch((error) => {
				if (brokenConstraint(error) !== 'policy_drafts_one_date') throw error;
				throw conflict('tiers.draft.date_submitted', { date: verdict.effectiveFrom });
			});
		if (!submitted.length) throw conflict('tiers.draft.not_open');
		await tellPublishers(tx, ctx, draft, policy!);
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.submit',
			subject: { type: 'policyDraft', id },
			before: { state: 'draft' },
			after: { state: 'submitted', ladder, version, effectiveFrom, sha256: draft.sha256 }
		});
	});
}

/** Everybody who may publish it: neither the submitter nor whoever wrote the last text. */
async function tellPublishers(tx: Database, ctx: Context, draft: DraftRow, policy: Policy): Promise<void> {
	if (ctx.actor.kind === 'anonymous') return;
	const own = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	for (const personId of await holdersOf(tx, 'tiers.policy.publish', dateIn(ctx.now))) {
		if (personId === own || personId === draft.savedBy) continue;
		await notify(tx, ctx, {
			personId,
			kind: 'tiers.draftSubmitted',
			params: { submitter: ctx.actor.name, policy: policy.name, from: policy.effectiveFrom },
			href: `/staff/policies/drafts/${draft.id}`,
			cause: `tiers.draft.submit:${draft.id}:${ctx.now.toISOString()}`
		});
	}
}
