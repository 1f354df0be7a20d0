import { readFileSync } from 'node:fs';
import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { ModuleContent } from '$lib/content/module-format';
import { changedFiles, ContentError, loadModules, type LoadedModule } from '$lib/content/modules.server';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { newId } from '$lib/shared/ids';
import { findCycle } from '../prerequisites';
import { loadRequirements } from '../requirements.server';
import { indexLessons } from '../search/index-lessons.server';
import { moduleFiles, modules, moduleVersions } from '../tables.server';

/**
 * Publishes each (code, version) of `content/modules` that is not published yet; its content is frozen with its
 * hash, and the files that it shows are kept. Content that changed under a published version is not taken: the log
 * names the files. Modules that require each other in a cycle are refused by name. Safe when several instances start
 * at once.
 */
export async function publishModules(
	ctx: Context,
	loaded: LoadedModule[] = loadModules()
): Promise<{ published: { code: string; version: number }[] }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'training.module.publish');
		const fresh: { id: string; module: LoadedModule }[] = [];
		for (const module of loaded) {
			const id = await publish(tx, ctx, module);
			if (id) fresh.push({ id, module });
		}
		const cycle = fresh.length ? findCycle(await loadRequirements(tx)) : null;
		if (cycle) throw new ContentError(`content/modules: a cycle of prerequisites: ${cycle.join(' -> ')}`);
		for (const { id, module } of fresh) {
			await indexLessons(tx, id);
			const { code, version } = module.content;
			await recordAudit(tx, ctx, {
				action: 'training.module.publish',
				subject: { type: 'moduleVersion', id },
				after: { code, version, contentHash: module.hash }
			});
		}
		return {
			published: fresh.map(({ module: { content } }) => ({ code: content.code, version: content.version }))
		};
	});
}

/** The id of the version when it was published now; null when it already was. */
async function publish(tx: Database, ctx: Context, module: LoadedModule): Promise<string | null> {
	const { code, version } = module.content;
	const { position } = module;
	await tx
		.insert(modules)
		.values({ id: newId(ctx.now), code, position })
		.onConflictDoNothing({ target: modules.code });
	const [row] = await tx.select().from(modules).where(eq(modules.code, code));
	if (!row) throw new Error(`Module ${code} is neither there nor to be made.`);
	if (row.position !== position) await tx.update(modules).set({ position }).where(eq(modules.id, row.id));

	const [made] = await tx
		.insert(moduleVersions)
		.values({
			...{ id: newId(ctx.now), moduleId: row.id, version, publishedAt: ctx.now },
			...{ content: module.content, contentHash: module.hash }
		})
		.onConflictDoNothing({ target: [moduleVersions.moduleId, moduleVersions.version] })
		.returning({ id: moduleVersions.id });
	if (made) {
		await storeFiles(tx, ctx, module);
		return made.id;
	}

	const [old] = await tx
		.select({ hash: moduleVersions.contentHash, content: moduleVersions.content })
		.from(moduleVersions)
		.where(and(eq(moduleVersions.moduleId, row.id), eq(moduleVersions.version, version)));
	if (old && old.hash !== module.hash) {
		const files = changedFiles(old.content as ModuleContent, module.content);
		log.warn(
			{ module: code, version, files: files.map((file) => `${module.folder}/${file}`) },
			'content of a published version changed; the published one stays: raise the version to publish the change'
		);
	}
	return null;
}

async function storeFiles(tx: Database, ctx: Context, { content, paths }: LoadedModule): Promise<void> {
	for (const [name, { id, kind }] of Object.entries(content.files ?? {})) {
		await storeFile(tx, ctx, { id, name, bytes: readFileSync(paths[name]!), kinds: [kind] });
		await tx
			.insert(moduleFiles)
			.values({ moduleCode: content.code, fileId: id, name, addedAt: ctx.now })
			.onConflictDoNothing();
	}
}
