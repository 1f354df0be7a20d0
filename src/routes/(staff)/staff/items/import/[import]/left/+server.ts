import { exportLeftOut } from '$lib/features/bank/index.server';
import { csvFile, endpoint } from '$lib/server/http';

/** What stayed out of a file, with the reasons. */
export const GET = endpoint(async (ctx, { params }) =>
	csvFile(await exportLeftOut(ctx, params['import'] ?? ''), 'left-out')
);
