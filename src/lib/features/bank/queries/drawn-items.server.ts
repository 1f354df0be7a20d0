import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { PoolItem } from '../assembly/blueprint';

/**
 * What a blueprint sees of the items of some versions, and of the others of their cases that are ready and have not changed since an instant, so that they were ready then: to
 * count drawn papers anew. Their kind is that of the version; how often they had been shown is counted up to the instant,
 * without the sitting itself; the rest is as the bank describes them now. By version.
 */
export async function itemsOfVersions(
	db: Database,
	versionIds: readonly string[],
	{ sittingId, at }: { sittingId: string; at: Date }
): Promise<Map<string, PoolItem>> {
	const rows = await rowsOf<PoolItem & { versionId: string }>(
		db,
		sql`with shown as (select v.id from jsonb_array_elements_text(${JSON.stringify(versionIds)}::text::jsonb) n
				join item_versions v on v.id = n::uuid),
			beside as (select i.version_id as id from items i where i.status = 'ready' and i."use" = 'exam'
				and i.changed_at <= ${at.toISOString()}::timestamptz
				and i.case_id in (select o.case_id from shown s join item_versions v on v.id = s.id join items o on o.id = v.item_id)
				and i.id not in (select v.item_id from shown s join item_versions v on v.id = s.id))
			select v.id as "versionId", i.id, i.area, i.level, v.type, i.difficulty, i.seconds, i.case_id as "group",
				coalesce((select sum(e.shown) from item_exposures e where e.item_id = i.id
					and e.sitting_id <> ${sittingId}::uuid and e.last_shown_at <= ${at.toISOString()}::timestamptz), 0)::int as exposure,
				coalesce((select jsonb_agg(n.item_id || ':' || n.enemy_id order by n.item_id, n.enemy_id)
					from item_enemies n where i.id in (n.item_id, n.enemy_id)), '[]') as enemies
			from (select id from shown union select id from beside) a
				join item_versions v on v.id = a.id join items i on i.id = v.item_id`
	);
	return new Map(rows.map(({ versionId, ...item }) => [versionId, item]));
}
