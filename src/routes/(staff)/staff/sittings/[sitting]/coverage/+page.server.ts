import { listProvenPapers } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, params }) => listProvenPapers(ctx, params['sitting'] ?? ''));
