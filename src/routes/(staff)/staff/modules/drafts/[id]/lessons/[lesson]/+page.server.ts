import {
	addQuestionSchema,
	arrangeQuestionsSchema,
	importLessonSchema,
	saveLessonSchema
} from '$lib/features/training';
import {
	addQuestion,
	arrangeQuestions,
	getDraftLesson,
	importLesson,
	saveDraftLesson
} from '$lib/features/training/index.server';
import { action, page, uploadedFile } from '$lib/server/http';

export const load = page(({ ctx, params }) =>
	getDraftLesson(ctx, params['id'] ?? '', params['lesson'] ?? '')
);

type Here = { params: Partial<Record<string, string>> };
const from = ({ params }: Here) => ({ draftId: params['id'], lesson: params['lesson'] });
const at = ({ params }: Here) => ({ draftId: params['id'], place: params['lesson'] });
export const actions = {
	save: action(saveLessonSchema, saveDraftLesson, { from, notice: 'app.saved' }),
	import: action(importLessonSchema, importLesson, {
		...{ from, files: (form) => uploadedFile(form), notice: 'staffAuthoring.import.done' }
	}),
	question: action(addQuestionSchema, addQuestion, {
		from: at,
		to: ({ question }, { draftId, place }) =>
			`/staff/modules/drafts/${draftId}/questions/${place}/${question}`
	}),
	arrange: action(arrangeQuestionsSchema, arrangeQuestions, { from: at, notice: 'app.saved' })
};
