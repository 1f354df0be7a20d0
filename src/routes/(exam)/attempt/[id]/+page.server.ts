import { handInAttemptSchema, saveAnswerFormSchema } from '$lib/features/exams';
import { getRoom, handInAttempt, saveAnswerForm } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	room: await getRoom(ctx, (event as PageServerLoadEvent).params.id),
	position: Number(url.searchParams.get('q')) || 1
}));

export const actions = {
	/** One question, for a browser without script; with it answers go to `answers/`. */
	answer: action(saveAnswerFormSchema, saveAnswerForm, {
		from: ({ params }) => ({ attemptId: params['id'] }),
		to: ({ go }, { attemptId }) => `/attempt/${attemptId}?q=${go}`
	}),
	handIn: action(handInAttemptSchema, handInAttempt, {
		from: ({ params }) => ({ attemptId: params['id'] }),
		to: (_result, { attemptId }) => `/attempt/${attemptId}`
	})
};
