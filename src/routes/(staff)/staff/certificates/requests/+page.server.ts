import { listRequests } from '$lib/features/certificates/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ requests: await listRequests(ctx) }));
