import { CHAINS_PAGE_SIZE, verifyChains } from '$lib/features/mentoring/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	...(await verifyChains(ctx, url.searchParams)),
	pageSize: CHAINS_PAGE_SIZE
}));
