import { standardLocale } from '$lib/features/tiers';
import { getVersionPage } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params, url }) => ({
	policy: await getVersionPage(ctx, params['id'] ?? '', standardLocale(url, ctx.locale)),
	view: url.searchParams.get('view')
}));
