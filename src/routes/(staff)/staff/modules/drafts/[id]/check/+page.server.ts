import { addQuestionSchema, arrangeQuestionsSchema, saveCheckSchema } from '$lib/features/training';
import {
	addQuestion,
	arrangeQuestions,
	getDraftCheck,
	saveDraftCheck
} from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) => getDraftCheck(ctx, params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({
	draftId: params['id'],
	place: 'check'
});
export const actions = {
	save: action(saveCheckSchema, saveDraftCheck, { from, notice: 'app.saved' }),
	question: action(addQuestionSchema, addQuestion, {
		from,
		to: ({ question }, { draftId }) => `/staff/modules/drafts/${draftId}/questions/check/${question}`
	}),
	arrange: action(arrangeQuestionsSchema, arrangeQuestions, { from, notice: 'app.saved' })
};
