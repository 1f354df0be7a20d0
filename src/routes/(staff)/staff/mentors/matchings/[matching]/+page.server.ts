import {
	discardMatchingSchema,
	fromAddress,
	publishMatchingSchema,
	solveAgainSchema
} from '$lib/features/mentors';
import {
	discardMatching,
	getMatching,
	matchingFilterSchema,
	publishMatching,
	solveAgain
} from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const filter = fromAddress(matchingFilterSchema, url.searchParams);
	return { ...(await getMatching(ctx, (event as PageServerLoadEvent).params.matching, filter)), filter };
});

const from = ({ params }: RequestEvent) => ({ matchingId: params['matching'] });

export const actions = {
	publish: action(publishMatchingSchema, publishMatching, {
		from,
		notice: 'mentors.notice.matching.published'
	}),
	solve: action(solveAgainSchema, solveAgain, { from, notice: 'mentors.notice.matching.created' }),
	discard: action(discardMatchingSchema, discardMatching, {
		from,
		to: () => '/staff/mentors/matchings',
		notice: 'mentors.notice.matching.discarded'
	})
};
