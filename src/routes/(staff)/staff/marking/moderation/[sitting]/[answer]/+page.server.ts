import { moderateAnswerSchema } from '$lib/features/marking';
import { getModeration, moderateAnswer } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	moderation: await getModeration(ctx, (event as PageServerLoadEvent).params.answer)
}));

export const actions = {
	default: action(moderateAnswerSchema, moderateAnswer, {
		from: ({ params }) => ({ answerId: params['answer'] }),
		to: ({ sittingId }) => `/staff/marking/moderation/${sittingId}`,
		notice: 'marking.moderation.done'
	})
};
