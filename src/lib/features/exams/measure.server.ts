import { sql } from 'drizzle-orm';
import { recordStatistics } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';

/**
 * When results of a sitting have come out: what candidates of all released sittings made of the items on its papers.
 * Done again it gives the same.
 */
export async function measureItems(ctx: Context, input: { sittingId: string }): Promise<void> {
	const rows = await rowsOf<{ id: string; scores: [number, number | null][] }>(
		ctx.db,
		sql`with measured as (
			select distinct i.item_version_id as id from attempt_items i
			join attempts a on a.id = i.attempt_id join sittings s on s.id = a.sitting_id and not s.rehearsal
			where a.sitting_id = ${input.sittingId}
		)
		select m.id, jsonb_agg(jsonb_build_array(
			m."earnedHundredths" / (100.0 * m.marks),
			(r.earned_hundredths - m."earnedHundredths") / nullif(100.0 * (r.max_score - m.marks), 0)
		)) as scores
		from attempt_results r
		join attempts a on a.id = r.attempt_id
		join sittings s on s.id = a.sitting_id and not s.rehearsal
		cross join lateral (
			select q."itemVersionId" as id, q.marks, q."earnedHundredths"
			from jsonb_to_recordset(r.marks) as q("itemVersionId" uuid, marks int, "earnedHundredths" int)
		) m
		join measured on measured.id = m.id
		where r.released_at is not null and r.superseded_at is null
		group by m.id`
	);
	await recordStatistics(
		ctx.db,
		ctx.now,
		new Map(rows.map(({ id, scores }) => [id, scores.map(([share, rest]) => ({ share, rest }))]))
	);
}
