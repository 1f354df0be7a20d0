import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { AnyGiven } from '$lib/features/bank';
import { prepared, type Database } from '$lib/server/db/database';
import { answers, attemptItems } from '../tables.server';
import type { AnswerState } from '../types';

const newestOf = prepared((db) =>
	db
		.selectDistinctOn([answers.position], {
			position: answers.position,
			seq: answers.seq,
			given: answers.given,
			flagged: answers.flagged,
			savedAt: answers.savedAt
		})
		.from(answers)
		.where(eq(answers.attemptId, sql.placeholder('attemptId')))
		.orderBy(answers.position, desc(answers.seq))
		.prepare('newest_of')
);

/** The answer of each position that ever got one, with the time of its save. */
export async function listNewestAnswers(
	db: Database,
	attemptId: string
): Promise<(AnswerState & { savedAt: Date })[]> {
	const rows = await newestOf(db).execute({ attemptId });
	return rows.map((row) => ({ ...row, given: row.given as AnyGiven | null }));
}

/** How many questions of the paper have no answer, or one that was taken back. */
export async function countUnanswered(db: Database, attemptId: string): Promise<number> {
	const [row] = await db
		.select({ n: count() })
		.from(attemptItems)
		.where(
			and(
				eq(attemptItems.attemptId, attemptId),
				sql`(select n.given from ${answers} n
					where n.attempt_id = ${attemptItems.attemptId} and n.position = ${attemptItems.position}
					order by n.seq desc limit 1) is null`
			)
		);
	return row?.n ?? 0;
}
