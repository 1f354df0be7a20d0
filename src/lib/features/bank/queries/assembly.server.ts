import { asc, eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { LiveSource } from '$lib/server/http/stream';
import { subscribe } from '$lib/server/live';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import type { Outcome, Proof } from '../assembly/proof';
import { assemblyTopic } from '../assembly/topic';
import type { BlueprintContent } from '../blueprint-content';
import { codesOf } from '../resolve-blueprint.server';
import type { AssemblyStatus } from '../states';
import { assemblies, blueprints, papers } from '../tables.server';

/** An assembly with its papers side by side, each with its proof; or why there are none. */
export async function getAssembly(ctx: Context, assemblyId: string) {
	authorize(ctx.actor, 'bank.paper.read');
	if (!isId(assemblyId)) throw notFound();
	const [found] = await ctx.db
		.select({ assembly: assemblies, blueprint: blueprints, requestedBy: people.name })
		.from(assemblies)
		.innerJoin(blueprints, eq(blueprints.id, assemblies.blueprintId))
		.leftJoin(people, eq(people.id, assemblies.requestedBy))
		.where(eq(assemblies.id, assemblyId));
	if (!found) throw notFound();
	const forms = await ctx.db
		.select({ id: papers.id, form: papers.form, status: papers.status, realised: papers.realised })
		.from(papers)
		.where(eq(papers.assemblyId, assemblyId))
		.orderBy(asc(papers.form));
	const { assembly, blueprint } = found;
	const content = blueprint.content as BlueprintContent;
	return {
		id: assembly.id,
		...{ status: assembly.status, seed: assembly.seed, papers: assembly.papers, shared: assembly.shared },
		requestedBy: found.requestedBy,
		requestedAt: assembly.requestedAt.toISOString(),
		endedAt: assembly.endedAt?.toISOString() ?? null,
		outcome: assembly.outcome as Outcome | null,
		blueprint: {
			...{ id: blueprint.id, code: blueprint.code, version: blueprint.version },
			...{ title: content.title, items: content.items, cells: content.cells }
		},
		forms: forms.map(({ realised, ...form }) => ({ ...form, proof: withoutItems(realised as Proof) })),
		mayAssemble: can(ctx.actor, 'bank.paper.assemble').ok
	};
}

/** A proof for people who may not see which items it is about. */
export const withoutItems = (proof: Proof): Proof => ({
	...proof,
	verdicts: proof.verdicts.map(({ what, cell, required, realised, met }) => ({
		...{ what, required, realised, met },
		...(cell && { cell })
	}))
});

/** A proof for people, with the codes of the items that it names. */
export async function withCodes(ctx: Context, proof: Proof): Promise<Proof> {
	const codes = await codesOf(
		ctx.db,
		proof.verdicts.flatMap(({ ids }) => ids ?? [])
	);
	return {
		...proof,
		verdicts: proof.verdicts.map(({ ids, ...verdict }) => ({
			...verdict,
			...(ids && { ids: ids.map((id) => codes.get(id) ?? id) })
		}))
	};
}

/** Tells a page that waits when the assembly has ended. */
export async function followAssembly(
	ctx: Context,
	assemblyId: string
): Promise<LiveSource<{ status: AssemblyStatus }>> {
	const { id } = await getAssembly(ctx, assemblyId);
	return {
		read: async () => ({ status: (await getAssembly(ctx, id)).status }),
		follow: (changed) => subscribe(assemblyTopic(id), changed),
		freshFor: () => 60_000
	};
}
