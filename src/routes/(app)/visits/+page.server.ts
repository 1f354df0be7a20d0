import { listMyVisits } from '$lib/features/visits/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => listMyVisits(ctx));
