import { createMatchingSchema, fromAddress, intakeFilterSchema } from '$lib/features/mentors';
import { createMatching, getMatchingForm } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) =>
	getMatchingForm(ctx, fromAddress(intakeFilterSchema, url.searchParams))
);

export const actions = {
	default: action(createMatchingSchema, createMatching, {
		to: ({ id }) => `/staff/mentors/matchings/${id}`,
		notice: 'mentors.notice.matching.created'
	})
};
