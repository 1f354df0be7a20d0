import { claimFilter } from '$lib/features/credit';
import { listClaims } from '$lib/features/credit/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = claimFilter(url.searchParams);
	return {
		filter,
		list: await listClaims(ctx, filter),
		units: await listUnits(ctx, { where: 'credit.entry.read' })
	};
});
