import { and, eq, or, sql } from 'drizzle-orm';
import { findShortages, type BlueprintContent, type Shortage } from '$lib/features/bank';
import { listPool, type Drawable } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { blueprints, itemKeys, itemVersions, paperItems } from '../bank/tables.server';
import type { Reading } from './states';

/** The blueprint of an id. Throws notFound. */
export async function getBlueprintContent(db: Database, blueprintId: string): Promise<BlueprintContent> {
	const [blueprint] = await db
		.select({ content: blueprints.content })
		.from(blueprints)
		.where(eq(blueprints.id, blueprintId));
	if (!blueprint) throw notFound();
	return blueprint.content as BlueprintContent;
}

/**
 * Throws a conflict that names the first cell which the ready items cannot fill, or says that only items whose answers
 * a person has to read could, where nobody reads.
 */
export async function demandFullPaper(db: Database, blueprintId: string, reading: Reading): Promise<void> {
	const blueprint = await getBlueprintContent(db, blueprintId);
	const pool = await listPool(db);
	const short = findShortCell(blueprint, reading === 'nobody' ? markable(pool) : pool);
	if (!short) return;
	throw findShortCell(blueprint, pool)
		? conflict('exams.sitting.bank_short', short)
		: conflict('exams.sitting.needs_marker');
}

/** Throws a conflict when a person has to read answers to a question of this paper. */
export async function demandMarkablePaper(db: Database, paperId: string): Promise<void> {
	const [found] = await db
		.select({ position: paperItems.position })
		.from(paperItems)
		.innerJoin(itemVersions, eq(itemVersions.id, paperItems.itemVersionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, paperItems.itemVersionId))
		.where(
			and(
				eq(paperItems.paperId, paperId),
				or(
					eq(itemVersions.type, 'essay'),
					and(eq(itemVersions.type, 'shortAnswer'), sql`${itemKeys.question}->'accepted' = '[]'`)
				)
			)
		)
		.limit(1);
	if (found) throw conflict('exams.sitting.needs_marker');
}

/** Items whose answers the server marks by itself; of a case none where one of its items has to be read, for it stays whole. */
export function markable(pool: readonly Drawable[]): Drawable[] {
	const read = new Set(pool.flatMap(({ needsMarker, group }) => (needsMarker && group ? group : [])));
	return pool.filter(({ needsMarker, group }) => !needsMarker && !(group && read.has(group)));
}

/** What a paper may be drawn from now: ready items for exams, those whose answers a person has to read only where somebody does. */
export async function listDrawable(db: Database, reading: Reading): Promise<Drawable[]> {
	const pool = await listPool(db);
	return reading === 'nobody' ? markable(pool) : pool;
}

/** The first cell that these items cannot fill, with what there is; '' names a cell of all areas. */
export function findShortCell(blueprint: BlueprintContent, pool: readonly Drawable[]) {
	const [short] = findShortages({ ...blueprint, earlier: null }, pool, 1);
	return short ? toWords(short) : null;
}

const toWords = ({ cell, wanted, ready }: Shortage) => ({ area: cell.area ?? '', need: wanted, have: ready });
