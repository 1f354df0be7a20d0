import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';

/** What one candidate was shown in a sitting. */
export interface Shown {
	sittingId: string;
	itemVersionIds: readonly string[];
	at: Date;
}

/**
 * Counts candidates who were shown versions in sittings, the last of a sitting as when all of them were: one statement, items in the order of their ids, so that two at
 * once wait for each other and never block each other.
 */
export async function recordExposures(tx: Database, shown: readonly Shown[]): Promise<void> {
	const sittings = new Map<string, { counts: Map<string, number>; at: Date }>();
	for (const { sittingId, itemVersionIds, at } of shown) {
		let one = sittings.get(sittingId);
		if (!one) sittings.set(sittingId, (one = { counts: new Map(), at }));
		if (at > one.at) one.at = at;
		for (const id of itemVersionIds) one.counts.set(id, (one.counts.get(id) ?? 0) + 1);
	}
	const rows = [...sittings].flatMap(([sitting, { counts, at }]) =>
		[...counts].map(([version, shown]) => ({ sitting, version, shown, at }))
	);
	if (!rows.length) return;
	await tx.execute(sql`
		insert into item_exposures as e (item_id, sitting_id, shown, last_shown_at)
		select v.item_id, c.sitting, sum(c.shown), max(c.at)
		from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
			as c(sitting uuid, version uuid, shown int, at timestamptz)
		join item_versions v on v.id = c.version
		group by v.item_id, c.sitting order by v.item_id, c.sitting
		on conflict (item_id, sitting_id) do update set
			shown = e.shown + excluded.shown, last_shown_at = greatest(e.last_shown_at, excluded.last_shown_at)`);
}
