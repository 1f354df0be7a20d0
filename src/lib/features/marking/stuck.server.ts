import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

/** An answer of two marks that is not decided and that no third person was found for, as a condition on `marking_answers n`. */
export const isStuck = sql`not exists (select from marking_outcomes o where o.answer_id = n.id)
	and (select count(*) filter (where t.submitted_at is not null) = 2 and count(*) = 2
		from marking_tasks t where t.answer_id = n.id and t.withdrawn_at is null)
	and not exists (select from marking_tasks t
		join marking_answers other on other.id = t.answer_id
		where other.attempt_id = n.attempt_id and t.withdrawn_at is null and t.turn <> 'third' and t.submitted_at is null)`;

/** Scripts with an answer that waits for a third person whom nobody is left to be. */
export async function listStuck(tx: Database, sittingId: string): Promise<string[]> {
	const rows = await rowsOf<{ attemptId: string }>(
		tx,
		sql`select distinct n.attempt_id as "attemptId" from marking_answers n
			where n.sitting_id = ${sittingId} and ${isStuck}`
	);
	return rows.map(({ attemptId }) => attemptId);
}
