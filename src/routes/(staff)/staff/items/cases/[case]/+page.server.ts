import { getCase } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({ case: await getCase(ctx, params['case'] ?? '') }));
