import { templateFile } from '$lib/features/bank/index.server';
import { endpoint } from '$lib/server/http';

/** The table to fill in, with an example of every kind. */
export const GET = endpoint(async (ctx, { url }) =>
	templateFile(ctx, url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx')
);
