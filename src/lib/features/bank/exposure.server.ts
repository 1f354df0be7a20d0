import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';

/**
 * Counts one candidate who was shown these versions in a sitting: one statement, items in the order of their ids, so
 * that two candidates at once wait for each other and never block each other.
 */
export async function recordExposure(
	tx: Database,
	sittingId: string,
	itemVersionIds: readonly string[],
	at: Date
): Promise<void> {
	if (!itemVersionIds.length) return;
	await tx.execute(sql`
		insert into item_exposures as e (item_id, sitting_id, shown, last_shown_at)
		select v.item_id, ${sittingId}::uuid, 1, ${at.toISOString()}::timestamptz
		from item_versions v
		where v.id in (select jsonb_array_elements_text(${JSON.stringify(itemVersionIds)}::text::jsonb)::uuid)
		group by v.item_id order by v.item_id
		on conflict (item_id, sitting_id) do update set
			shown = e.shown + 1, last_shown_at = greatest(e.last_shown_at, excluded.last_shown_at)`);
}
