import { compareDecision } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	compared: await compareDecision(ctx, params['id'] ?? '')
}));
