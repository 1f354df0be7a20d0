import { inArray, sql } from 'drizzle-orm';
import type { Shown } from '$lib/features/bank';
import type { Database } from '$lib/server/db/database';
import { itemVersions } from '../../bank/tables.server';
import { attemptItems } from '../tables.server';
import { shapeOf, type AnswerShape } from './fits';

/** More attempts than anybody holds at once; the oldest go. */
const MOST_ATTEMPTS = 20_000;

/** What the answers of an attempt have to fit, by position from 1. Papers never change once drawn, so this may be kept. */
export type PaperShape = readonly AnswerShape[];

/** By database: tests have many. */
const papers = new WeakMap<Database, Map<string, PaperShape>>();
const versions = new WeakMap<Database, Map<string, AnswerShape>>();

/** The shapes of at least these attempts' papers, by attempt; those that do not exist are left out. */
export async function papersOf(
	db: Database,
	attemptIds: readonly string[]
): Promise<ReadonlyMap<string, PaperShape>> {
	const known = heldBy(papers, db);
	const missing = [...new Set(attemptIds)].filter((id) => !known.has(id));
	if (missing.length) await load(db, missing, known);
	return known;
}

async function load(db: Database, attemptIds: string[], into: Map<string, PaperShape>): Promise<void> {
	const rows = await db
		.select({
			attemptId: attemptItems.attemptId,
			versionIds: sql<string[]>`array_agg(${attemptItems.itemVersionId} order by ${attemptItems.position})`
		})
		.from(attemptItems)
		.where(inArray(attemptItems.attemptId, attemptIds))
		.groupBy(attemptItems.attemptId);
	const shapes = await shapesOf(db, new Set(rows.flatMap(({ versionIds }) => versionIds)));
	for (const id of into.keys()) {
		if (into.size + rows.length <= MOST_ATTEMPTS) break;
		into.delete(id);
	}
	for (const { attemptId, versionIds } of rows)
		into.set(
			attemptId,
			versionIds.map((id) => shapes.get(id)!)
		);
}

async function shapesOf(db: Database, ids: ReadonlySet<string>): Promise<Map<string, AnswerShape>> {
	const known = heldBy(versions, db);
	const missing = [...ids].filter((id) => !known.has(id));
	if (!missing.length) return known;
	const { id, shown } = itemVersions;
	for (const row of await db.select({ id, shown }).from(itemVersions).where(inArray(id, missing)))
		known.set(row.id, shapeOf(row.shown as Shown));
	return known;
}

function heldBy<T>(all: WeakMap<Database, Map<string, T>>, db: Database): Map<string, T> {
	const own = all.get(db) ?? new Map<string, T>();
	all.set(db, own);
	return own;
}
