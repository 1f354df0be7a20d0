import { eq } from 'drizzle-orm';
import { findShortages, type BlueprintContent, type Shortage } from '$lib/features/bank';
import { listPool, type Drawable } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { blueprints } from '../bank/tables.server';

/** The blueprint of an id. Throws notFound. */
export async function getBlueprintContent(db: Database, blueprintId: string): Promise<BlueprintContent> {
	const [blueprint] = await db
		.select({ content: blueprints.content })
		.from(blueprints)
		.where(eq(blueprints.id, blueprintId));
	if (!blueprint) throw notFound();
	return blueprint.content as BlueprintContent;
}

/** Throws a conflict that names the first cell which the ready items cannot fill. */
export async function demandFullPaper(db: Database, blueprintId: string): Promise<void> {
	const short = findShortCell(await getBlueprintContent(db, blueprintId), await listDrawable(db));
	if (short) throw conflict('exams.sitting.bank_short', short);
}

/** The kinds that the exam room asks and the server marks. */
const ASKED = ['single', 'multiple', 'trueFalse'];

/** What a paper may be drawn from now. */
export async function listDrawable(db: Database): Promise<Drawable[]> {
	return (await listPool(db)).filter(({ type }) => ASKED.includes(type));
}

/** The first cell that these items cannot fill, with what there is; '' names a cell of all areas. */
export function findShortCell(blueprint: BlueprintContent, pool: readonly Drawable[]) {
	const [short] = findShortages({ ...blueprint, earlier: null }, pool, 1);
	return short ? toWords(short) : null;
}

const toWords = ({ cell, wanted, ready }: Shortage) => ({ area: cell.area ?? '', need: wanted, have: ready });
