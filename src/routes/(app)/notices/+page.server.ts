import { listNotices } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ notices: await listNotices(ctx) }));
