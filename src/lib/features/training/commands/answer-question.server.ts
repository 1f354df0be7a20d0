import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { requireLearner } from '../learner.server';
import { lockEnrolments } from '../learning.server';
import { findUnanswered, isRight, tidyAnswers } from '../marking';
import { getOwnLesson } from '../own-lesson.server';
import type { AnswerQuestion } from '../schema';
import { lessonAnswers } from '../tables.server';

/**
 * Takes a person's answer to a question inside a lesson. The first stands: with it the key is shown, so that a second
 * one would say nothing.
 * No audit: such an answer decides about nobody; it is kept as it was given.
 */
export async function answerQuestion(ctx: Context, input: AnswerQuestion): Promise<{ correct: boolean }> {
	const personId = requireLearner(ctx);
	return withTransaction(ctx, async (tx) => {
		// Two clicks: the second waits here and then sees the answer of the first.
		await lockEnrolments(tx, personId, input.module);
		const { enrolmentId, lesson, answers } = await getOwnLesson(tx, personId, input.module, input.lesson);
		const question = lesson.questions?.find(({ id }) => id === input.question);
		if (!question) throw notFound();
		const given = answers.get(question.id);
		if (given) return { correct: given.correct };
		const answer = { [question.id]: input.chosen };
		if (findUnanswered([question], answer).length)
			throw invalid('training.check.unanswered', { chosen: 'training.check.unanswered' });
		const chosen = tidyAnswers([question], answer)[question.id]!;
		const correct = isRight(question, chosen);
		await tx.insert(lessonAnswers).values({
			...{ id: newId(ctx.now), enrolmentId, lesson: input.lesson, question: question.id },
			...{ chosen, correct, at: ctx.now }
		});
		return { correct };
	});
}
