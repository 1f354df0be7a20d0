import { fromAddress, reevaluationFilterSchema } from '$lib/features/tiers';
import { listReevaluations } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(reevaluationFilterSchema, url);
	return { filter, list: await listReevaluations(ctx, filter) };
});
