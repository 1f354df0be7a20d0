import { getProvenPaper } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, params }) =>
	getProvenPaper(ctx, params['sitting'] ?? '', params['paper'] ?? '')
);
