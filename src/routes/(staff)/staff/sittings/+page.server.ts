import { listSittings, sittingFilterSchema } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = sittingFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, sittings: await listSittings(ctx, filter) };
});
