import { submitReviewSchema } from '$lib/features/mentoring';
import { getReview, submitReview } from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => {
	const { pairing, kind } = (event as PageServerLoadEvent).params;
	return getReview(ctx, pairing, kind);
});

export const actions = {
	default: action(submitReviewSchema, submitReview, {
		from: ({ params }) => ({ pairingId: params['pairing'], kind: params['kind'] }),
		to: ({ pairingId }) => `/mentoring/${pairingId}#reviews`,
		notice: 'reviews.notice.submitted'
	})
};
