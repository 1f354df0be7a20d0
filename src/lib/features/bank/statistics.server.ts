import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { figuresOf, type ItemScore } from './statistics';

/** Writes the figures of versions anew, from what all their candidates made of them. One statement. */
export async function recordStatistics(
	tx: Database,
	now: Date,
	scores: ReadonlyMap<string, readonly ItemScore[]>
): Promise<void> {
	const rows = [...scores].flatMap(([id, all]) => {
		const figures = figuresOf(all);
		return figures ? [{ item_version_id: id, ...figures, computed_at: now }] : [];
	});
	rows.sort((a, b) => (a.item_version_id < b.item_version_id ? -1 : 1));
	if (!rows.length) return;
	await tx.execute(sql`
		insert into item_statistics
		select * from jsonb_populate_recordset(null::item_statistics, ${JSON.stringify(rows)}::text::jsonb)
		on conflict (item_version_id) do update set
			(candidates, facility, discrimination, computed_at)
			= (excluded.candidates, excluded.facility, excluded.discrimination, excluded.computed_at)`);
}
