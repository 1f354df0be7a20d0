import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { countCells, type CellCounts } from '../blueprint-counts';
import { paperMarks, type BlueprintContent } from '../blueprint-content';
import type { BlueprintForm } from '../blueprint-schema';
import { listPool } from '../pool.server';
import { codesOf, readBlueprintForm, resolveBlueprint } from '../resolve-blueprint.server';
import { assemblies, blueprints, papers } from '../tables.server';

/** Every blueprint by its code: the newest published version, the draft of the next, and whether the bank can fill it. */
export async function listBlueprintCodes(ctx: Context) {
	authorize(ctx.actor, 'bank.blueprint.read');
	const rows = await ctx.db.select().from(blueprints).orderBy(asc(blueprints.code), desc(blueprints.version));
	const pool = await listPool(ctx.db);
	const codes = [...new Set(rows.map(({ code }) => code))];
	return {
		mayWrite: can(ctx.actor, 'bank.blueprint.write').ok,
		rows: codes.map((code) => {
			const versions = rows.filter((row) => row.code === code);
			const published = versions.find(({ publishedAt }) => publishedAt);
			const draft = versions.find(({ publishedAt }) => !publishedAt);
			const content = (published ?? draft)!.content as BlueprintContent;
			const counts = countCells({ ...content, earlier: null }, pool);
			const { title, items, minutes } = content;
			return {
				...{ code, title, items, minutes, marks: paperMarks(content) },
				id: (published ?? draft)!.id,
				version: published?.version ?? null,
				publishedAt: published?.publishedAt?.toISOString() ?? null,
				draftId: draft?.id ?? null,
				short: counts.cells.filter(({ short }) => short).length + Number(counts.short)
			};
		})
	};
}

/** A version of a blueprint with everything that its page shows: what it asks, and what of it the bank can fill. */
export async function getBlueprint(ctx: Context, blueprintId: string) {
	authorize(ctx.actor, 'bank.blueprint.read');
	if (!isId(blueprintId)) throw notFound();
	const [found] = await ctx.db.select().from(blueprints).where(eq(blueprints.id, blueprintId));
	if (!found) throw notFound();
	const content = found.content as BlueprintContent;
	const [codes, versions, earlier] = [
		await codesOf(ctx.db, [...content.required, ...content.forbidden]),
		await ctx.db
			.select({ id: blueprints.id, version: blueprints.version, publishedAt: blueprints.publishedAt })
			.from(blueprints)
			.where(eq(blueprints.code, found.code))
			.orderBy(desc(blueprints.version)),
		await listEarlierPapers(ctx)
	];
	const code = (id: string) => codes.get(id) ?? id;
	const blueprint = await resolveBlueprint(ctx.db, content);
	return {
		id: found.id,
		code: found.code,
		version: found.version,
		revision: found.revision,
		publishedAt: found.publishedAt?.toISOString() ?? null,
		content,
		required: content.required.map(code),
		forbidden: content.forbidden.map(code),
		versions: versions.map(({ publishedAt, ...one }) => ({
			...one,
			publishedAt: publishedAt?.toISOString() ?? null
		})),
		earlier,
		counts: countCells(blueprint, await listPool(ctx.db)),
		assemblies: await listAssemblies(ctx, found.id),
		mayWrite: can(ctx.actor, 'bank.blueprint.write').ok,
		mayAssemble: Boolean(found.publishedAt) && can(ctx.actor, 'bank.paper.assemble').ok
	};
}

/** Papers that a new one may be kept apart from: those that were fixed. */
async function listEarlierPapers(ctx: Context) {
	const rows = await ctx.db
		.select({
			id: papers.id,
			form: papers.form,
			code: blueprints.code,
			version: blueprints.version,
			sealedAt: papers.sealedAt
		})
		.from(papers)
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.where(inArray(papers.status, ['approved', 'sealed', 'used', 'released']))
		.orderBy(desc(papers.createdAt), papers.form)
		.limit(50);
	return rows.map(({ sealedAt, ...row }) => ({ ...row, sealedAt: sealedAt?.toISOString() ?? null }));
}

async function listAssemblies(ctx: Context, blueprintId: string) {
	const rows = await ctx.db
		.select({
			id: assemblies.id,
			papers: assemblies.papers,
			status: assemblies.status,
			seed: assemblies.seed,
			requestedAt: assemblies.requestedAt
		})
		.from(assemblies)
		.where(eq(assemblies.blueprintId, blueprintId))
		.orderBy(desc(assemblies.requestedAt))
		.limit(10);
	return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString() }));
}

/** What the bank could fill of a blueprint as it is being typed; nothing of it is kept. */
export async function countBlueprintCells(
	ctx: Context,
	blueprintId: string,
	form: BlueprintForm
): Promise<CellCounts> {
	authorize(ctx.actor, 'bank.blueprint.read');
	if (!isId(blueprintId)) throw notFound();
	const [found] = await ctx.db
		.select({ code: blueprints.code })
		.from(blueprints)
		.where(sql`${blueprints.id} = ${blueprintId}`);
	if (!found) throw notFound();
	const content = await readBlueprintForm(ctx.db, found.code, form, true);
	return countCells(await resolveBlueprint(ctx.db, content), await listPool(ctx.db));
}
