import { analysisFilterSchema, getAnalysis } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, params, url }) =>
	getAnalysis(ctx, params['sitting'] ?? '', analysisFilterSchema.parse(Object.fromEntries(url.searchParams)))
);
