import { appealFilterSchema, listAppeals } from '$lib/features/regrading/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const params = Object.fromEntries(url.searchParams);
	const filter = appealFilterSchema.parse({ ...params, ...(params['state'] === 'all' && { state: null }) });
	return { appeals: await listAppeals(ctx, filter), state: filter.state, now: ctx.now.toISOString() };
});
