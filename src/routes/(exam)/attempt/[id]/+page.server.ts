import {
	handInAttemptSchema,
	saveAnswerFormSchema,
	startAttemptSchema,
	takeBreakSchema,
	takeSeatSchema
} from '$lib/features/exams';
import {
	getRoom,
	handInAttempt,
	saveAnswerForm,
	startAttempt,
	takeBreak,
	takeSeat
} from '$lib/features/exams/index.server';
import { action, deviceOf, originOf, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	room: await getRoom(ctx, (event as PageServerLoadEvent).params.id, deviceOf(event)),
	position: Number(url.searchParams.get('q')) || 1
}));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ attemptId: params['id'] });

/** For browsers without script; with it the room asks the addresses below this one. */
export const actions = {
	start: action(startAttemptSchema, (ctx, input, event) => startAttempt(ctx, input, originOf(event)), {
		to: ({ attemptId }) => `/attempt/${attemptId}`
	}),
	takeSeat: action(takeSeatSchema, (ctx, input, event) => takeSeat(ctx, input, originOf(event)), {
		from,
		to: (_seated, { attemptId }) => `/attempt/${attemptId}`
	}),
	takeBreak: action(takeBreakSchema, takeBreak, {
		from,
		to: (_result, { attemptId }) => `/attempt/${attemptId}`
	}),
	/** One question. */
	answer: action(saveAnswerFormSchema, saveAnswerForm, {
		from: (event) => ({ attemptId: event.params['id'], device: deviceOf(event) }),
		to: ({ go }, { attemptId }) => `/attempt/${attemptId}?q=${go}`
	}),
	handIn: action(handInAttemptSchema, handInAttempt, {
		from,
		to: (_result, { attemptId }) => `/attempt/${attemptId}`
	})
};
