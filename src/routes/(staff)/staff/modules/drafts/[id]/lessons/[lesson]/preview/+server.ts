import { json } from '@sveltejs/kit';
import { previewLessonSchema } from '$lib/features/training';
import { previewDraftLesson } from '$lib/features/training/index.server';
import { endpoint, readJson } from '$lib/server/http';

/** How a lesson would look and what is wrong in it, while it is being typed. Keeps nothing. */
export const POST = endpoint(async (ctx, event) => {
	const { id = '', lesson = '' } = event.params as Partial<Record<'id' | 'lesson', string>>;
	return json(await previewDraftLesson(ctx, id, lesson, await readJson(event, previewLessonSchema)));
});
