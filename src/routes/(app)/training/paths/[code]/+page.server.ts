import { getOwnLearningPath } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	path: await getOwnLearningPath(ctx, params['code'] ?? '')
}));
