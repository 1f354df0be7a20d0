import { holdViews, listSuspicions } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	list: await listSuspicions(ctx, (event as PageServerLoadEvent).params.sitting),
	view: holdViews.find((view) => view === url.searchParams.get('view')) ?? ('noticed' as const)
}));
