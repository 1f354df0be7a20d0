import { z } from 'zod';
import { mayAnywhere } from '$lib/access/can';
import { fromAddress, proposalStates } from '$lib/features/mentors';
import { countOpenProposals, listProposals } from '$lib/features/mentors/index.server';
import { page } from '$lib/server/http';

const filterSchema = z.object({
	state: z
		.enum([...proposalStates, 'all'])
		.catch('all')
		.default('all'),
	page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1)
});

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(filterSchema, url.searchParams);
	return {
		...(await listProposals(ctx, filter)),
		filter,
		openProposals: await countOpenProposals(ctx),
		mayMatch: mayAnywhere(ctx.actor, 'mentors.matching.manage')
	};
});
