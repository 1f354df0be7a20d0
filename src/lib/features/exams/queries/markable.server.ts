import { asc, eq } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Aliases, Question } from '$lib/features/bank';
import type { Database } from '$lib/server/db/database';
import { itemKeys, items, itemVersions } from '../../bank/tables.server';
import type { QuestionToMark } from '../marking';
import { attemptItems } from '../tables.server';
import { listNewestAnswers } from './newest-answers.server';

/** An attempt's questions with key and answer: for marking alone. */
export async function listMarkable(db: Database, attemptId: string): Promise<QuestionToMark[]> {
	const answers = new Map(
		(await listNewestAnswers(db, attemptId)).map(({ position, given }) => [position, given])
	);
	const rows = await db
		.select({
			position: attemptItems.position,
			itemVersionId: attemptItems.itemVersionId,
			area: items.area,
			marks: attemptItems.marks,
			question: itemKeys.question,
			aliases: itemKeys.aliases
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	return rows.map(({ area, question, aliases, ...row }) => ({
		...row,
		question: question as Question,
		aliases: aliases as Aliases,
		area: area as KnowledgeArea,
		given: answers.get(row.position) ?? null
	}));
}
