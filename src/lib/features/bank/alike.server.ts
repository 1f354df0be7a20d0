import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { likenessOf, NEARLY_SAME, shinglesOf } from './likeness';
import type { Words } from './question';
import { sketchOfWords } from './store.server';

/** An item that says nearly the same as something else. */
export interface Alike {
	id: string;
	code: string;
	stem: Words;
	/** In percent. */
	likeness: number;
}

/** Items whose likeness is counted: those that share the most of the sketch. */
const LOOKED_AT = 40;
const MOST = 5;

/** Items whose stem says nearly the same in either language, the likest first. Asks no permission. */
export async function findAlike(db: Database, stem: Words, except: string | null = null): Promise<Alike[]> {
	const sketch = sketchOfWords(stem);
	if (!sketch.length) return [];
	const numbers = sql`${`{${sketch.join(',')}}`}::int[]`;
	const near = await rowsOf<{ id: string; code: string; stem: Words }>(
		db,
		sql`select i.id, i.code, v.shown -> 'stem' as stem
			from (select i.id, i.code, i.version_id from items i
				where i.sketch && ${numbers} and i.status <> 'retired' and i.id is distinct from ${except}::uuid
				order by (select count(*) from unnest(i.sketch) as s(n) where s.n = any(${numbers})) desc, i.code
				limit ${LOOKED_AT}) i
			join item_versions v on v.id = i.version_id`
	);
	const own = Object.values(stem).map(shinglesOf);
	return near
		.map((item) => {
			const theirs = Object.values(item.stem).map(shinglesOf);
			const likeness = Math.max(...own.flatMap((one) => theirs.map((other) => likenessOf(one, other))));
			return { ...item, likeness };
		})
		.filter(({ likeness }) => likeness >= NEARLY_SAME)
		.sort((a, b) => b.likeness - a.likeness)
		.slice(0, MOST)
		.map((item) => ({ ...item, likeness: Math.round(item.likeness * 100) }));
}
