import { pageNumber } from '$lib/features/people';
import { getPledgeText } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, event, url }) =>
	getPledgeText(ctx, event.params['id'] ?? '', pageNumber(url.searchParams.get('page')))
);
