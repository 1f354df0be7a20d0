import { and, count, desc, eq, inArray } from 'drizzle-orm';
import type { BlueprintContent } from '$lib/content/question-format';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import type { Drawable } from './draw.server';
import { findShortCell } from './rules';
import { blueprints, items, itemVersions } from './tables.server';

/** The blueprint of an id. Throws notFound. */
export async function getBlueprintContent(db: Database, blueprintId: string): Promise<BlueprintContent> {
	const [blueprint] = await db
		.select({ content: blueprints.content })
		.from(blueprints)
		.where(eq(blueprints.id, blueprintId));
	if (!blueprint) throw notFound();
	return blueprint.content as BlueprintContent;
}

/** How many items of each area are ready. */
export async function countReady(db: Database): Promise<Partial<Record<KnowledgeArea, number>>> {
	const rows = await db
		.select({ area: items.area, n: count() })
		.from(items)
		.where(eq(items.status, 'ready'))
		.groupBy(items.area);
	return Object.fromEntries(rows.map(({ area, n }) => [area, n]));
}

/** Throws a conflict that names the first cell which the ready items cannot fill. */
export async function demandFullPaper(db: Database, blueprintId: string): Promise<void> {
	const { cells } = await getBlueprintContent(db, blueprintId);
	const short = findShortCell(cells, await countReady(db));
	if (short) throw conflict('exams.sitting.bank_short', short);
}

/** The newest version of every ready item of the given areas: what a paper may be drawn from. */
export async function listDrawable(db: Database, areas: readonly KnowledgeArea[]): Promise<Drawable[]> {
	const rows = await db
		.selectDistinctOn([itemVersions.itemId], {
			itemVersionId: itemVersions.id,
			code: items.code,
			area: items.area,
			type: itemVersions.type,
			options: itemVersions.options
		})
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(and(eq(items.status, 'ready'), inArray(items.area, [...areas])))
		.orderBy(itemVersions.itemId, desc(itemVersions.version));
	return rows.map(({ area, options, ...row }) => ({
		...row,
		area: area as KnowledgeArea,
		optionIds: (options as { id: string }[]).map(({ id }) => id)
	}));
}

export function countByArea(pool: readonly Drawable[]): Partial<Record<KnowledgeArea, number>> {
	const counts: Partial<Record<KnowledgeArea, number>> = {};
	for (const { area } of pool) counts[area] = (counts[area] ?? 0) + 1;
	return counts;
}
