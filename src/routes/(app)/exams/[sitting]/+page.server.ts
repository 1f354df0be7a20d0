import {
	registerForSittingSchema,
	startAttemptSchema,
	withdrawRegistrationSchema
} from '$lib/features/exams';
import {
	getOwnSitting,
	registerForSitting,
	startAttempt,
	withdrawRegistration
} from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	sitting: await getOwnSitting(ctx, (event as PageServerLoadEvent).params.sitting)
}));

export const actions = {
	register: action(registerForSittingSchema, registerForSitting, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'exams.notice.registered'
	}),
	withdraw: action(withdrawRegistrationSchema, withdrawRegistration, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'exams.notice.withdrawn'
	}),
	start: action(startAttemptSchema, startAttempt, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: ({ attemptId }) => `/attempt/${attemptId}`
	})
};
