import { getMyTraining } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => getMyTraining(ctx));
