import { mayAnywhere } from '$lib/access/can';
import { decisionFilterSchema, fromAddress } from '$lib/features/tiers';
import { listDecisions } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(decisionFilterSchema, url);
	return {
		list: await listDecisions(ctx, filter),
		filter,
		mayPropose: mayAnywhere(ctx.actor, 'tiers.decision.propose')
	};
});
