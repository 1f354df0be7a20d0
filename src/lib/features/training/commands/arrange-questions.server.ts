import type { Context } from '$lib/server/context';
import { conflict, notFound } from '$lib/shared/errors';
import { arranged, emptyQuestion, freeQuestionId, questionsAt, withQuestions } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { AddQuestion, ArrangeQuestions } from '../drafts/schema';

/** Most questions of a check or of a lesson. */
const MOST = 60;

/** Adds an empty question to the check or to a lesson; tells its id. */
export async function addQuestion(
	ctx: Context,
	{ draftId, place }: AddQuestion
): Promise<{ question: string }> {
	let question = '';
	await editDraft(
		ctx,
		{ draftId },
		{
			part: `question:${place}`,
			change: (draft) => {
				const questions = questionsAt(draft, place);
				if (!questions) throw notFound();
				if (questions.length >= MOST) throw conflict('training.draft.questions_full', { most: MOST });
				question = freeQuestionId(questions);
				return withQuestions(draft, place, [...questions, emptyQuestion(question)]);
			}
		}
	);
	return { question };
}

/** Moves a question up or down, or takes it out. */
export const arrangeQuestions = (ctx: Context, { draftId, place, question, act }: ArrangeQuestions) =>
	editDraft(
		ctx,
		{ draftId },
		{
			part: `question:${place}:${act}:${question}`,
			change: (draft) => {
				const questions = questionsAt(draft, place) ?? [];
				const at = questions.findIndex(({ id }) => id === question);
				if (at < 0) throw notFound();
				return withQuestions(draft, place, arranged(questions, at, act));
			}
		}
	);
