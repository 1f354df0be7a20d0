import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { lockBlueprints } from '../blueprint-lock.server';
import type { StartBlueprintVersion } from '../blueprint-schema';
import { blueprints } from '../tables.server';

/**
 * Starts the next version of a blueprint as a draft with the same content. A code has one draft: who asks while there is
 * one is led to it.
 */
export async function startBlueprintVersion(
	ctx: Context,
	{ blueprintId }: StartBlueprintVersion
): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		await lockBlueprints(tx);
		const [from] = await tx.select().from(blueprints).where(eq(blueprints.id, blueprintId));
		if (!from) throw notFound();
		authorize(ctx.actor, 'bank.blueprint.write');
		const versions = await tx
			.select()
			.from(blueprints)
			.where(eq(blueprints.code, from.code))
			.orderBy(desc(blueprints.version));
		const draft = versions.find(({ publishedAt }) => !publishedAt);
		if (draft) return { id: draft.id };
		const { code, content } = from;
		const version = versions[0]!.version + 1;
		const id = newId(ctx.now);
		const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(blueprints).values({ id, code, version, content, createdBy, createdAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'bank.blueprint.write',
			subject: { type: 'blueprint', id },
			after: { code, version, draft: true, from: from.version }
		});
		return { id };
	});
}
