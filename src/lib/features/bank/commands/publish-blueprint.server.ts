import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import type { BlueprintContent } from '../blueprint-content';
import { loadBlueprints } from '../blueprint-files.server';
import { blueprints } from '../tables.server';

const PUBLISH_LOCK = 7_205_010;

/**
 * Publishes a blueprint as the next version of its code; content that is already the newest version changes
 * nothing. Sittings keep the version that they were made with. Returns the newest version's id.
 */
export async function publishBlueprint(
	ctx: Context,
	content: BlueprintContent
): Promise<{ id: string; version: number }> {
	authorize(ctx.actor, 'bank.blueprint.write');
	return withTransaction(ctx, async (tx) => {
		// Instances that start together publish one after the other.
		await tx.execute(sql`select pg_advisory_xact_lock(${PUBLISH_LOCK})`);
		const [newest] = await tx
			.select()
			.from(blueprints)
			.where(and(eq(blueprints.code, content.code), isNotNull(blueprints.publishedAt)))
			.orderBy(desc(blueprints.version))
			.limit(1);
		if (newest && canonicalJson(newest.content) === canonicalJson(content)) return newest;
		const blueprint = {
			id: newId(ctx.now),
			code: content.code,
			version: (newest?.version ?? 0) + 1,
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
