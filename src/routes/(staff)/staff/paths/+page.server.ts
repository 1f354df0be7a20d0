import { listPaths } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ rows: await listPaths(ctx) }));
