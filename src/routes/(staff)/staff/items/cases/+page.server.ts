import { listCases } from '$lib/features/bank/index.server';
import { pagedSearch } from '$lib/features/bank';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const search = pagedSearch.parse(Object.fromEntries(url.searchParams));
	return { search, cases: await listCases(ctx, search) };
});
