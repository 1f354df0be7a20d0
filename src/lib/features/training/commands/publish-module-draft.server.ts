import { desc, eq, max } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { hashContent } from '$lib/content/modules.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { contentOf } from '../drafts/content.server';
import { listProblems, loadModuleDraft } from '../drafts/load.server';
import { moveDraft, requireState, tellOfDraft } from '../drafts/move.server';
import type { DraftRevision } from '../drafts/schema';
import { indexLessons } from '../search/index-lessons.server';
import { modules, moduleVersions } from '../tables.server';

/**
 * Publishes an accepted draft as the next version of its module, or the first. The version never changes; whoever
 * began an older one finishes that. Prerequisites are looked at once more: others may have been published since.
 */
export async function publishModuleDraft(
	ctx: Context,
	input: DraftRevision
): Promise<{ versionId: string; module: string; version: number }> {
	return withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'training.module.publish');
		requireState(row, ['reviewed'], input.revision);
		const { moduleId, version } = await findPlace(tx, ctx, row.code);
		const problems = await listProblems(tx, row, ctx.locale);
		if (problems.length) throw conflict('training.draft.has_problems', { count: problems.length });
		const content = contentOf(row.content, row.code, version);
		const versionId = newId(ctx.now);
		const contentHash = hashContent(content);
		await tx
			.insert(moduleVersions)
			.values({
				...{ id: versionId, moduleId, version, content, contentHash, publishedAt: ctx.now },
				...{ authorId: row.submittedBy, reviewerId: row.reviewedBy }
			})
			.catch((error: unknown) => {
				throw brokenConstraint(error) === 'module_versions_number' ? conflict('training.draft.moved') : error;
			});
		await indexLessons(tx, versionId);
		await moveDraft(tx, row, ['reviewed'], { state: 'published', versionId });
		await tellOfDraft(tx, ctx, row, 'module.published', row.authors);
		await recordAudit(tx, ctx, {
			action: 'training.module.publish',
			subject: { type: 'moduleVersion', id: versionId },
			after: { code: row.code, version, contentHash, draftId: row.id, reviewerId: row.reviewedBy }
		});
		return { versionId, module: row.code, version };
	});
}

/** The module, made when it is new, and the number of its next version. Every publication waits for this one. */
async function findPlace(
	tx: Database,
	ctx: Context,
	code: string
): Promise<{ moduleId: string; version: number }> {
	await tx.select({ id: modules.id }).from(modules).orderBy(modules.id).for('update');
	const [known] = await tx.select({ id: modules.id }).from(modules).where(eq(modules.code, code));
	if (!known) {
		const [last] = await tx.select({ position: max(modules.position) }).from(modules);
		const moduleId = newId(ctx.now);
		await tx.insert(modules).values({ id: moduleId, code, position: (last?.position ?? 0) + 1 });
		return { moduleId, version: 1 };
	}
	const [latest] = await tx
		.select({ version: moduleVersions.version })
		.from(moduleVersions)
		.where(eq(moduleVersions.moduleId, known.id))
		.orderBy(desc(moduleVersions.version))
		.limit(1);
	return { moduleId: known.id, version: (latest?.version ?? 0) + 1 };
}
