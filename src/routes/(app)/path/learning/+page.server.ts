import { getLearningNeeds } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	needs: await getLearningNeeds(ctx, url.searchParams.get('ladder'), url.searchParams.get('tier'))
}));
