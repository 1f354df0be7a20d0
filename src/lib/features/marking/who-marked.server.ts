import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

/** Who marked an answer of an attempt, or decided on its mark; of any of its answers where no position is said. */
export async function whoMarked(db: Database, attemptId: string, position: number | null): Promise<string[]> {
	const rows = await rowsOf<{ id: string }>(
		db,
		sql`select t.marker_id as id from marking_answers a join marking_tasks t on t.answer_id = a.id
			where a.attempt_id = ${attemptId}::uuid and t.submitted_at is not null
				and (${position}::int is null or a.position = ${position}::int)
			union
			select o.decided_by from marking_answers a join marking_outcomes o on o.answer_id = a.id
			where a.attempt_id = ${attemptId}::uuid and o.decided_by is not null
				and (${position}::int is null or a.position = ${position}::int)`
	);
	return rows.map(({ id }) => id);
}
