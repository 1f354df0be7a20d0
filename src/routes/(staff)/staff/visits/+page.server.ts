import { listUnits } from '$lib/features/people/index.server';
import { visitFilter } from '$lib/features/visits';
import { listVisits } from '$lib/features/visits/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = visitFilter(url.searchParams);
	return {
		filter,
		list: await listVisits(ctx, filter),
		units: await listUnits(ctx, { where: 'visits.visit.read' })
	};
});
