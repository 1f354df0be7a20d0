import { redirect } from '@sveltejs/kit';
import {
	answerQuestionSchema,
	finishLessonSchema,
	openPartSchema,
	stepAddress
} from '$lib/features/training';
import {
	answerQuestion,
	findLesson,
	finishLesson,
	saveLessonProgress
} from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { params, isDataRequest } = event as PageServerLoadEvent;
	const found = await findLesson(ctx, params.module, params.lesson, { byScript: isDataRequest });
	if (!found) redirect(303, `/training/${params.module}`);
	return found;
});

const from = ({ params }: RequestEvent) => ({ module: params['module'], lesson: params['lesson'] });

export const actions = {
	finish: action(finishLessonSchema, finishLesson, {
		from,
		to: ({ next }, { module }) => stepAddress(module, next),
		notice: 'training.notice.lesson_finished'
	}),
	answer: action(answerQuestionSchema, answerQuestion, {
		from,
		to: (_outcome, { module, lesson, question }) => `/training/${module}/${lesson}#q-${question}`
	}),
	part: action(openPartSchema, saveLessonProgress, {
		from,
		to: (_outcome, { module, lesson, parts }) => `/training/${module}/${lesson}#${parts[0]}`
	})
};
