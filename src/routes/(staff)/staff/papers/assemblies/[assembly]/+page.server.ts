import { getAssembly } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	assembly: await getAssembly(ctx, (event as PageServerLoadEvent).params.assembly)
}));
