import { getPath } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params, url }) => ({
	view: await getPath(ctx, params['person'] ?? '', url.searchParams.get('ladder'))
}));
