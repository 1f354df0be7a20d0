import { and, eq } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { log } from '$lib/server/log';
import { randomSource } from '$lib/server/random';
import { newId } from '$lib/shared/ids';
import type { BlueprintContent } from '../blueprint-content';
import { listPool, type Drawable } from '../pool.server';
import { resolveBlueprint } from '../resolve-blueprint.server';
import { assemblies, blueprints, paperItems, papers } from '../tables.server';
import { assemble } from './assemble.server';
import type { Blueprint } from './blueprint';
import { writePaper, type DrawnQuestion } from './draw.server';
import { proofOf, type Outcome, type Proof } from './proof';
import { assemblyTopic } from './topic';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Puts the papers of an assembly together. */
		'bank.assembly.run': { assemblyId: string };
	}
}

type Assembly = typeof assemblies.$inferSelect;
interface Made {
	outcome: Outcome;
	papers: { questions: DrawnQuestion[]; proof: Proof }[];
}

/**
 * Puts papers together outside a transaction and writes them at once. A second run of the same assembly changes nothing;
 * one that was cut off is done again by the queue, and comes to the same papers.
 */
export async function runAssembly(ctx: Context, { assemblyId }: { assemblyId: string }): Promise<void> {
	const [found] = await ctx.db
		.select({ assembly: assemblies, content: blueprints.content })
		.from(assemblies)
		.innerJoin(blueprints, eq(blueprints.id, assemblies.blueprintId))
		.where(eq(assemblies.id, assemblyId));
	if (found?.assembly.status !== 'waiting') return;
	const content = found.content as BlueprintContent;
	try {
		await finish(ctx, found.assembly, content, await make(ctx, found.assembly, content));
	} catch (error) {
		log.error({ err: error, assembly: assemblyId }, 'assembly failed');
		await finish(ctx, found.assembly, content, null);
	}
}

async function make(ctx: Context, assembly: Assembly, content: BlueprintContent): Promise<Made> {
	const started = performance.now();
	const resolved = await resolveBlueprint(ctx.db, content);
	const blueprint: Blueprint = { ...resolved, shared: assembly.shared };
	const pool = await listPool(ctx.db);
	const found = await assemble(blueprint, pool, assembly.papers, assembly.seed);
	if (!found.ok) return { outcome: found, papers: [] };
	const { apart, bound, objective, between } = found;
	const took = Math.round((performance.now() - started) / 100) / 10;
	return {
		outcome: { ok: true, apart, bound, objective, between, pool: pool.length, took },
		papers: found.papers.map((ids, i) => ({
			questions: writePaper(blueprint, itemsOf(pool, ids), randomSource(`${assembly.seed}/${i}`)),
			proof: proofOf(
				blueprint,
				pool,
				ids,
				found.papers.filter((_, other) => other !== i)
			)
		}))
	};
}

function itemsOf(pool: readonly Drawable[], ids: readonly string[]): Drawable[] {
	const known = new Map(pool.map((item) => [item.id, item]));
	return ids.map((id) => known.get(id)!);
}

/** Form A, B, C … */
export const formOf = (place: number): string => String.fromCharCode(65 + place);

/** The act was the request: nobody decided anything here. */
async function finish(ctx: Context, assembly: Assembly, content: BlueprintContent, made: Made | null) {
	const { id, blueprintId, requestedBy } = assembly;
	const status = made ? (made.outcome.ok ? 'done' : 'impossible') : 'failed';
	await withTransaction(ctx, async (tx) => {
		const done = await tx
			.update(assemblies)
			.set({ status, outcome: made?.outcome ?? null, endedAt: ctx.now })
			.where(and(eq(assemblies.id, id), eq(assemblies.status, 'waiting')))
			.returning({ id: assemblies.id });
		if (!done.length) return;
		for (const [i, { questions, proof }] of (made?.papers ?? []).entries()) {
			const paperId = newId(ctx.now);
			await tx.insert(papers).values({
				...{ id: paperId, assemblyId: id, blueprintId, form: formOf(i), status: 'draft', realised: proof },
				...{ setterId: requestedBy, createdAt: ctx.now }
			});
			await tx.insert(paperItems).values(questions.map((question) => ({ ...question, paperId })));
		}
		await publish(tx, assemblyTopic(id));
		if (requestedBy)
			await notify(tx, ctx, {
				personId: requestedBy,
				kind: `bank.assembly.${status}`,
				params: { title: content.title, count: assembly.papers },
				href: `/staff/papers/assemblies/${id}`,
				cause: `bank.assembly.run:${id}`
			});
	});
}
