import { mayAnywhere } from '$lib/access/can';
import { fromAddress, PAGE_SIZE, poolFilterSchema } from '$lib/features/mentors';
import { countOpenProposals, listPool } from '$lib/features/mentors/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(poolFilterSchema, url.searchParams);
	return {
		...(await listPool(ctx, filter)),
		filter,
		pageSize: PAGE_SIZE,
		units: await listUnits(ctx, { where: 'mentors.mentor.read' }),
		openProposals: await countOpenProposals(ctx),
		mayMatch: mayAnywhere(ctx.actor, 'mentors.matching.manage')
	};
});
