import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { BlueprintContent } from '../blueprint-content';
import type { RequestAssembly } from '../blueprint-schema';
import { assemblies, blueprints } from '../tables.server';

/** Asks for parallel papers of a published blueprint; they are put together in the background. */
export async function requestAssembly(ctx: Context, input: RequestAssembly): Promise<{ id: string }> {
	const { blueprintId, papers, shared } = input;
	return withTransaction(ctx, async (tx) => {
		const [blueprint] = await tx.select().from(blueprints).where(eq(blueprints.id, blueprintId));
		if (!blueprint) throw notFound();
		authorize(ctx.actor, 'bank.paper.assemble');
		if (!blueprint.publishedAt) throw conflict('bank.assembly.draft');
		if (shared > (blueprint.content as BlueprintContent).shared)
			throw invalid('app.form', { shared: 'bank.assembly.shared' });
		const id = newId(ctx.now);
		const seed = input.seed || randomBytes(5).toString('hex');
		const requestedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(assemblies).values({
			...{ id, blueprintId, papers, shared, seed, status: 'waiting' as const },
			...{ requestedBy, requestedAt: ctx.now }
		});
		await enqueue(tx, ctx, 'bank.assembly.run', { assemblyId: id });
		await recordAudit(tx, ctx, {
			action: 'bank.paper.assemble',
			subject: { type: 'assembly', id },
			after: { blueprint: blueprint.code, version: blueprint.version, papers, shared, seed }
		});
		return { id };
	});
}
