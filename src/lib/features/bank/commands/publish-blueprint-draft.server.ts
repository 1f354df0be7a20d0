import { randomBytes } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound, Refusal } from '$lib/shared/errors';
import { drawFromPool } from '../assembly/draw.server';
import { lockBlueprints, takeDraft, unchanged } from '../blueprint-lock.server';
import type { BlueprintContent } from '../blueprint-content';
import type { BlueprintDraft } from '../blueprint-schema';
import { listPool } from '../pool.server';
import { resolveBlueprint } from '../resolve-blueprint.server';
import { blueprints } from '../tables.server';

/**
 * Publishes a draft, from then on unchanging. Refused where the bank's ready items make not even one paper of it: with the
 * number of cells that cannot be filled, or with the constraints that cannot be kept together.
 */
export async function publishBlueprintDraft(
	ctx: Context,
	{ blueprintId, revision }: BlueprintDraft
): Promise<{ id: string; version: number }> {
	authorize(ctx.actor, 'bank.blueprint.write');
	const [seen] = await ctx.db.select().from(blueprints).where(eq(blueprints.id, blueprintId));
	if (!seen) throw notFound();
	// Tried before the transaction: the solver may take seconds. The revision says that it is still what was tried.
	if (!seen.publishedAt && seen.revision === revision)
		await demandPossible(ctx.db, seen.content as BlueprintContent);
	return withTransaction(ctx, async (tx) => {
		await lockBlueprints(tx);
		const draft = await takeDraft(tx, blueprintId, revision);
		const [newest] = await tx
			.select({ version: blueprints.version })
			.from(blueprints)
			.where(eq(blueprints.code, draft.code))
			.orderBy(desc(blueprints.version))
			.limit(1);
		// A file may have published the next number meanwhile: what is published last is the newest.
		const version = newest!.version > draft.version ? newest!.version + 1 : draft.version;
		const published = await tx
			.update(blueprints)
			.set({ version, publishedAt: ctx.now, revision: revision + 1 })
			.where(unchanged(blueprintId, revision))
			.returning({ id: blueprints.id });
		if (!published.length) throw conflict('bank.blueprint.changed');
		await recordAudit(tx, ctx, {
			action: 'bank.blueprint.write',
			subject: { type: 'blueprint', id: blueprintId },
			after: { code: draft.code, version, published: true }
		});
		return { id: blueprintId, version };
	});
}

async function demandPossible(db: Database, content: BlueprintContent): Promise<void> {
	const blueprint = await resolveBlueprint(db, content);
	const drawn = await drawFromPool(blueprint, await listPool(db), randomBytes(8).toString('hex'));
	if (drawn.ok) return;
	if (drawn.why === 'shortage') throw conflict('bank.blueprint.short', { count: drawn.shortages.length });
	// Its fields are the constraints of which one has to give way, as the solver names them.
	const fields = drawn.constraints.map((name) => [name, 'bank.blueprint.against'] as const);
	throw new Refusal('conflict', 'bank.blueprint.impossible', {}, Object.fromEntries(fields));
}
