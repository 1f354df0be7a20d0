import { statisticsFilterSchema } from '$lib/features/records';
import { getExamStatistics } from '$lib/features/records/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	statistics: await getExamStatistics(ctx, statisticsFilterSchema.parse(Object.fromEntries(url.searchParams)))
}));
