import { addLessonSchema, arrangeLessonsSchema } from '$lib/features/training';
import { addLesson, arrangeLessons, getDraftLessons } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) => getDraftLessons(ctx, params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ draftId: params['id'] });
export const actions = {
	add: action(addLessonSchema, addLesson, {
		...{ from, notice: 'staffAuthoring.lesson.added' },
		to: ({ draftId }, { slug }) => `/staff/modules/drafts/${draftId}/lessons/${slug}`
	}),
	arrange: action(arrangeLessonsSchema, arrangeLessons, { from, notice: 'app.saved' })
};
