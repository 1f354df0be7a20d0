import { listOwnAssignments } from '$lib/features/assignments/index.server';
import { getOwnPath } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	view: await getOwnPath(ctx, url.searchParams.get('ladder')),
	assigned: await listOwnAssignments(ctx)
}));
