import { listOwnStudies } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ studies: await listOwnStudies(ctx) }));
