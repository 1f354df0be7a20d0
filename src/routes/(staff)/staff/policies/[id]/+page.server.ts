import { getPolicyVersion } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	policy: await getPolicyVersion(ctx, params['id'] ?? '')
}));
