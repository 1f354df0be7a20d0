import { and, asc, eq, exists, sql } from 'drizzle-orm';
import type { QuestionMark } from '$lib/features/exams';
import type { Database } from '$lib/server/db/database';
import { attemptResults, questionMarks } from '../../exams/tables.server';
import { markingAnswers, markingMarks, markingOutcomes, markingTasks } from '../../marking/tables.server';

/** The result in all its versions, each with its rule and question by question; and what people decided of single answers. */
export async function resultsPart(db: Database, attemptId: string) {
	const versions = await db
		.select()
		.from(attemptResults)
		.where(eq(attemptResults.attemptId, attemptId))
		.orderBy(asc(attemptResults.version));
	return {
		versions: versions.map((row) => ({ ...row, marks: row.marks as QuestionMark[] })),
		decided: await db
			.select()
			.from(questionMarks)
			.where(eq(questionMarks.attemptId, attemptId))
			.orderBy(asc(questionMarks.position))
	};
}

/**
 * How answers that people read came to their marks: who marked them how, and every outcome. Of an answer without an outcome nothing
 * but that it waits: those who read it know nothing of each other. Drafts are nobody's.
 */
export async function markingPart(db: Database, attemptId: string) {
	const its = eq(markingAnswers.attemptId, attemptId);
	const asked = await db.select().from(markingAnswers).where(its).orderBy(asc(markingAnswers.position));
	const outcomes = await db
		.select({ outcome: markingOutcomes })
		.from(markingOutcomes)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingOutcomes.answerId))
		.where(its)
		.orderBy(asc(markingOutcomes.version));
	const settled = exists(
		db
			.select({ one: sql`1` })
			.from(markingOutcomes)
			.where(eq(markingOutcomes.answerId, markingAnswers.id))
	);
	const marks = await db
		.select({
			answerId: markingTasks.answerId,
			markerId: markingTasks.markerId,
			turn: markingTasks.turn,
			mark: markingMarks
		})
		.from(markingMarks)
		.innerJoin(markingTasks, eq(markingTasks.id, markingMarks.taskId))
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.where(and(its, settled))
		.orderBy(asc(markingMarks.markedAt), asc(markingMarks.taskId));
	return asked.map(({ id, position, marks: worth, sampled, correctionId, text }) => {
		const decided = outcomes.flatMap(({ outcome }) => (outcome.answerId === id ? [outcome] : []));
		const about = { id, position, marks: worth, correctionId };
		if (!decided.length) return { ...about, settled: false as const };
		return {
			...{ ...about, settled: true as const, sampled, text, outcomes: decided },
			given: marks
				.filter(({ answerId }) => answerId === id)
				.map(({ markerId, turn, mark }) => ({ markerId, turn, ...mark }))
		};
	});
}
