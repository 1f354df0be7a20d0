import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { canonicalJson } from '$lib/shared/json';
import { FIRST_DESIGN } from '../paper/design';
import { certificateTemplates } from '../tables.server';
import type { PublishTemplate } from '../templates/schema';
import { currentTemplate, holdDraft } from '../templates/versions.server';

/**
 * Has certificates that are issued from now on printed on the saved design. Those that are out keep theirs. Throws
 * `conflict` when there is none, when somebody saved another since it was looked at, or when it changes nothing.
 */
export async function publishTemplate(ctx: Context, { savedAt, reason }: PublishTemplate): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.template.publish');
		const draft = await holdDraft(tx);
		if (!draft || draft.savedAt.toISOString() !== savedAt) throw conflict('certificates.template.moved');
		const before = await currentTemplate(tx);
		if (canonicalJson(draft.design) === canonicalJson(before?.design ?? FIRST_DESIGN))
			throw conflict('certificates.template.same');
		const { version, design } = draft;
		const publishedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(certificateTemplates)
			.set({ publishedBy, publishedAt: ctx.now, reason })
			.where(eq(certificateTemplates.version, version));
		await recordAudit(tx, ctx, {
			action: 'certificates.template.publish',
			subject: { type: 'certificateTemplate', id: String(version) },
			before: { version: before?.version ?? null },
			after: { version, design, reason }
		});
	});
}
