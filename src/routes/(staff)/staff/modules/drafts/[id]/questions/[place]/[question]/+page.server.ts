import { saveQuestionSchema } from '$lib/features/training';
import { getDraftQuestion, saveDraftQuestion } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

type Here = { params: Partial<Record<string, string>> };
const from = ({ params }: Here) => ({
	...{ draftId: params['id'], place: params['place'], question: params['question'] }
});

export const load = page(({ ctx, params }) =>
	getDraftQuestion(ctx, params['id'] ?? '', params['place'] ?? '', params['question'] ?? '')
);

export const actions = { save: action(saveQuestionSchema, saveDraftQuestion, { from, notice: 'app.saved' }) };
