import { pagedSearch } from '$lib/features/bank';
import { listLaws } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const search = pagedSearch.parse(Object.fromEntries(url.searchParams));
	return { search, laws: await listLaws(ctx, search) };
});
