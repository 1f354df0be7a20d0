import { getPath } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({ view: await getPath(ctx, params['person'] ?? '') }));
