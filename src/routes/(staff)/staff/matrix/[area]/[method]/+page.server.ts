import { getMatrixCell } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	cell: await getMatrixCell(ctx, params['area'] ?? '', params['method'] ?? '')
}));
