import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import type { BlueprintContent } from '../blueprint-content';
import { lockBlueprints } from '../blueprint-lock.server';
import { loadBlueprints } from '../blueprint-files.server';
import { blueprints } from '../tables.server';

/**
 * Publishes a blueprint as the next version of its code; content that any published version of it already had changes
 * nothing, so that a version which a person published later stays the newest. Sittings keep the version that they were
 * made with. Returns the newest published version.
 */
export async function publishBlueprint(
	ctx: Context,
	content: BlueprintContent
): Promise<{ id: string; version: number }> {
	authorize(ctx.actor, 'bank.blueprint.write');
	return withTransaction(ctx, async (tx) => {
		await lockBlueprints(tx);
		const versions = await tx
			.select()
			.from(blueprints)
			.where(eq(blueprints.code, content.code))
			.orderBy(desc(blueprints.version));
		const published = versions.filter(({ publishedAt }) => publishedAt);
		const text = canonicalJson(content);
		if (published.some((known) => canonicalJson(known.content) === text)) return published[0]!;
		const blueprint = {
			id: newId(ctx.now),
			code: content.code,
			version: (versions[0]?.version ?? 0) + 1,
			content
		};
		await tx.insert(blueprints).values({ ...blueprint, publishedAt: ctx.now, createdAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'bank.blueprint.write',
			subject: { type: 'blueprint', id: blueprint.id },
			after: { code: blueprint.code, version: blueprint.version }
		});
		return blueprint;
	});
}

/** Publishes every blueprint of `content/blueprints`; at each start. */
export async function publishBlueprints(ctx: Context): Promise<void> {
	for (const content of loadBlueprints()) await publishBlueprint(ctx, content);
}
