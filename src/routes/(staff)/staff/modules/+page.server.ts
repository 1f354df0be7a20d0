import { listModuleVersions } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ versions: await listModuleVersions(ctx) }));
