import { listRegrades } from '$lib/features/regrading/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) =>
	listRegrades(ctx, (event as PageServerLoadEvent).params.sitting)
);
