import { authorizeAnywhere } from '$lib/access/can';
import { assignVisitSchema } from '$lib/features/visits';
import { assignVisit } from '$lib/features/visits/index.server';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(({ ctx }) => {
	authorizeAnywhere(ctx.actor, 'visits.visit.manage');
	return { today: dateIn(ctx.now) };
});

export const actions = {
	default: action(assignVisitSchema, assignVisit, {
		to: ({ id }) => `/staff/visits/${id}`,
		notice: 'staffVisits.notice.assigned'
	})
};
