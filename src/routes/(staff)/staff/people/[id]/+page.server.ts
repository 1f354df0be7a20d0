import { getPerson } from '$lib/features/people/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, event }) => ({
	person: await getPerson(ctx, event.params['id'] ?? '')
}));
