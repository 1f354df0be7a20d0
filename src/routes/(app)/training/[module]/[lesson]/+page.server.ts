import { redirect } from '@sveltejs/kit';
import { finishLessonSchema, stepAddress } from '$lib/features/training';
import { findLesson, finishLesson } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { module, lesson } = (event as PageServerLoadEvent).params;
	const found = await findLesson(ctx, module, lesson);
	if (!found) redirect(303, `/training/${module}`);
	return found;
});

export const actions = {
	default: action(finishLessonSchema, finishLesson, {
		from: ({ params }) => ({ module: params['module'], lesson: params['lesson'] }),
		to: ({ next }, { module }) => stepAddress(module, next),
		notice: 'training.notice.lesson_finished'
	})
};
