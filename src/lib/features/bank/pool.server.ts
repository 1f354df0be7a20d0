import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { PoolItem } from './assembly/blueprint';
import { choiceIds, type Shown } from './shown';

/** An item that may stand on a paper: its newest version, which was reviewed. */
export interface Drawable extends PoolItem {
	code: string;
	versionId: string;
	/** Ids of what is chosen from or put in order, as it is shown. */
	choices: string[];
	/** Whether answers have to be read by a person. */
	needsMarker?: boolean;
	/** Its place in its case. */
	casePlace?: number | null;
}

/**
 * Every ready item for exams (or for practising), by code: what papers are drawn and put together from. An enemy is written as the pair that
 * the two have in common; exposure counts every candidate that it was shown to.
 */
export async function listPool(db: Database, use: 'exam' | 'practice' = 'exam'): Promise<Drawable[]> {
	const rows = await rowsOf<Omit<Drawable, 'choices'> & { shown: Shown }>(
		db,
		sql`select i.id, i.code, i.version_id as "versionId", i.area, i.level, i.type, i.difficulty, i.seconds,
				i.case_id as "group", i.case_place as "casePlace", v.shown,
				i.type = 'essay' or i.type = 'shortAnswer' and k.question->'accepted' = '[]' as "needsMarker",
				coalesce((select sum(e.shown) from item_exposures e where e.item_id = i.id), 0)::int as exposure,
				coalesce((select jsonb_agg(n.item_id || ':' || n.enemy_id order by n.item_id, n.enemy_id)
					from item_enemies n where i.id in (n.item_id, n.enemy_id)), '[]') as enemies
			from items i join item_versions v on v.id = i.version_id join item_keys k on k.item_version_id = i.version_id
			where i.status = 'ready' and i."use" = ${use} order by i.code`
	);
	return rows.map(({ shown, ...item }) => ({ ...item, choices: choiceIds(shown) }));
}
