import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { sha256Of } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import type { StartDraft } from '../drafts/schema';
import { emptyLadder } from '../drafts/template';
import { policyDrafts, policyVersions } from '../tables.server';

/**
 * Starts a draft from the text of a published version, its date included: whoever writes it must choose another.
 * Without a version it begins a ladder that does not exist yet. Several drafts of a ladder may stand side by side.
 */
export async function startDraft(ctx: Context, input: StartDraft): Promise<string> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'tiers.policy.draft');
		const { ladder, yaml, baseId } =
			'baseId' in input ? await fromVersion(tx, input.baseId) : await fromNothing(tx, ctx, input);
		const id = newId(ctx.now);
		const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(policyDrafts).values({
			...{ id, ladder, yaml, baseId, sha256: sha256Of(yaml), state: 'draft' },
			effectiveFrom: readText(yaml, ladder).policy?.effectiveFrom ?? null,
			...{ createdBy: by, createdAt: ctx.now, savedBy: by, savedAt: ctx.now }
		});
		// Not `tiers.policy.*`: a draft changes nobody's standing.
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.start',
			subject: { type: 'policyDraft', id },
			after: { ladder, baseId }
		});
		return id;
	});
}

async function fromVersion(tx: Database, baseId: string) {
	const [base] = await tx.select().from(policyVersions).where(eq(policyVersions.id, baseId));
	if (!base) throw notFound();
	return { ladder: base.ladder, yaml: base.yaml, baseId };
}

async function fromNothing(tx: Database, ctx: Context, input: Exclude<StartDraft, { baseId: string }>) {
	const { ladder, nameZh, nameEn } = input;
	const [known] = await tx
		.select({ id: policyVersions.id })
		.from(policyVersions)
		.where(eq(policyVersions.ladder, ladder))
		.limit(1);
	if (known) throw conflict('tiers.draft.ladder_exists', { ladder });
	return { ladder, yaml: emptyLadder(ladder, { zh: nameZh, en: nameEn }, dateIn(ctx.now)), baseId: null };
}
