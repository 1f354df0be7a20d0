import { authorizeAnywhere } from '$lib/access/can';
import { requestVisitSchema } from '$lib/features/visits';
import { requestVisit } from '$lib/features/visits/index.server';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(({ ctx }) => {
	authorizeAnywhere(ctx.actor, 'visits.visit.request');
	return { today: dateIn(ctx.now) };
});

export const actions = {
	default: action(requestVisitSchema, requestVisit, {
		to: ({ id }) => `/visits/${id}`,
		notice: 'visits.notice.requested'
	})
};
