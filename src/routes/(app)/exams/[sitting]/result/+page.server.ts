import { getResult } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	result: await getResult(ctx, { sittingId: (event as PageServerLoadEvent).params.sitting }),
	only: url.searchParams.get('show') === 'wrong' ? ('wrong' as const) : null
}));
