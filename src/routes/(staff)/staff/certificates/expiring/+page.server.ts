import { expiryAhead } from '$lib/features/certificates/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ ahead: await expiryAhead(ctx) }));
