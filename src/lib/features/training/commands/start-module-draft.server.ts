import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { ModuleContent } from '$lib/content/module-format';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { draftOf, emptyDraft, type ModuleDraft } from '../drafts/draft';
import type { StartModuleDraft } from '../drafts/schema';
import { moduleDrafts, modules, moduleVersions } from '../tables.server';

/**
 * Begins to write a module: a new one by its code and title, or the next version of one from its latest. A module has
 * one open draft at most: refused with `training.draft.open` while there is one.
 */
export async function startModuleDraft(ctx: Context, input: StartModuleDraft): Promise<{ draftId: string }> {
	authorize(ctx.actor, 'training.module.write');
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	if (!personId) throw forbidden();
	return withTransaction(ctx, async (tx) => {
		const { code, content } =
			'module' in input ? await latestOf(tx, input.module) : await nothingOf(tx, input);
		const id = newId(ctx.now);
		await tx
			.insert(moduleDrafts)
			.values({
				...{ id, code, content, revision: 1, state: 'writing', authors: [personId] },
				...{ createdBy: personId, createdAt: ctx.now, updatedBy: personId, updatedAt: ctx.now }
			})
			.catch((error: unknown) => {
				throw brokenConstraint(error) === 'module_drafts_open' ? conflict('training.draft.open') : error;
			});
		await recordAudit(tx, ctx, {
			action: 'training.draft.start',
			subject: { type: 'moduleDraft', id },
			after: { module: code, isNew: !('module' in input) }
		});
		return { draftId: id };
	});
}

async function latestOf(tx: Database, code: string): Promise<{ code: string; content: ModuleDraft }> {
	const [latest] = await tx
		.select({ content: moduleVersions.content })
		.from(moduleVersions)
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(eq(modules.code, code))
		.orderBy(desc(moduleVersions.version))
		.limit(1);
	if (!latest) throw notFound();
	return { code, content: draftOf(latest.content as ModuleContent) };
}

async function nothingOf(
	tx: Database,
	{ code, title }: Extract<StartModuleDraft, { code: string }>
): Promise<{ code: string; content: ModuleDraft }> {
	const known = await tx.select({ id: modules.id }).from(modules).where(eq(modules.code, code));
	if (known.length) {
		const taken = 'training.draft.code_taken' as const;
		throw new Refusal('conflict', taken, {}, { code: taken });
	}
	return { code, content: emptyDraft(title) };
}
