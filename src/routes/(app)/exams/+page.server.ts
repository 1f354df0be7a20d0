import { listOwnSittings } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => listOwnSittings(ctx));
