import { asc, eq } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Database } from '$lib/server/db/database';
import type { QuestionToMark } from '../marking';
import type { Question } from '$lib/features/bank';
import { itemKeys, items, itemVersions } from '../../bank/tables.server';
import { correctIds } from '../correct';
import { attemptItems } from '../tables.server';
import { listNewestAnswers } from './newest-answers.server';

/** An attempt's questions with key and answer: for marking alone. */
export async function listMarkable(db: Database, attemptId: string): Promise<QuestionToMark[]> {
	const choices = new Map(
		(await listNewestAnswers(db, attemptId)).map(({ position, choice }) => [position, choice])
	);
	const rows = await db
		.select({
			position: attemptItems.position,
			itemVersionId: attemptItems.itemVersionId,
			area: items.area,
			marks: attemptItems.marks,
			question: itemKeys.question
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	return rows.map(({ area, question, ...row }) => ({
		...row,
		correct: correctIds(question as Question),
		area: area as KnowledgeArea,
		choice: choices.get(row.position) ?? []
	}));
}
