import { getMatrix } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	matrix: await getMatrix(ctx, url.searchParams.get('set') === 'telecom' ? 'telecom' : 'bank')
}));
