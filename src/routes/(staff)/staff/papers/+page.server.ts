import { listPapers, paperFilterSchema } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = paperFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, ...(await listPapers(ctx, filter)) };
});
