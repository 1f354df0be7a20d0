import { listModeration } from '$lib/features/marking/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	moderation: await listModeration(ctx, (event as PageServerLoadEvent).params.sitting)
}));
