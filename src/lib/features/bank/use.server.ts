import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import type { ItemUse } from './states';

/**
 * Refuses to let items be practised while they are on a paper that candidates may still sit, and to let items back into
 * exams that anybody has practised. `items`: those whose use changes, locked by the caller.
 */
export async function refuseUse(
	tx: Database,
	items: readonly { id: string; code: string; use: ItemUse }[],
	to: ItemUse
): Promise<void> {
	const changing = items.filter(({ use }) => use !== to);
	if (!changing.length) return;
	const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(changing.map(({ id }) => id))}::text::jsonb))`;
	const [off] = await rowsOf<{ code: string }>(
		tx,
		to === 'practice'
			? sql`select i.code from items i join item_versions v on v.item_id = i.id
				join paper_items p on p.item_version_id = v.id join papers s on s.id = p.paper_id
				where i.id in ${ids} and s.status not in ('released', 'withdrawn') limit 1`
			: sql`select i.code from items i join item_versions v on v.item_id = i.id
				join practice_items p on p.item_version_id = v.id where i.id in ${ids} limit 1`
	);
	if (off) throw conflict(to === 'practice' ? 'bank.item.on_paper' : 'bank.item.practised', off);
}
