import { getTierPath } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	path: await getTierPath(ctx, params['ladder'] ?? '', params['tier'] ?? '')
}));
