import { listOwnPaths } from '$lib/features/paths/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => listOwnPaths(ctx));
