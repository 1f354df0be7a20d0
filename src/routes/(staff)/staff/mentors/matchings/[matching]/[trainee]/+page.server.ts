import { changeRowSchema } from '$lib/features/mentors';
import { changeRow, getMatchingRow } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => {
	const { matching, trainee } = (event as PageServerLoadEvent).params;
	return getMatchingRow(ctx, matching, trainee);
});

export const actions = {
	default: action(changeRowSchema, changeRow, {
		from: ({ params }) => ({ matchingId: params['matching'], traineeId: params['trainee'] }),
		to: ({ matchingId }) => `/staff/mentors/matchings/${matchingId}`,
		notice: 'mentors.notice.matching.changed'
	})
};
