import { listPolicies } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ policies: await listPolicies(ctx) }));
