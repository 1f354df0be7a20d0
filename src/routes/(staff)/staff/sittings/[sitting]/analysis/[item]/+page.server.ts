import { getAnalysedItem } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, params }) =>
	getAnalysedItem(ctx, params['sitting'] ?? '', params['item'] ?? '')
);
