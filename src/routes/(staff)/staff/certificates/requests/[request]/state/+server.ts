import { followRequest } from '$lib/features/certificates/index.server';
import { endpoint, eventStream } from '$lib/server/http';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (ctx, { params, url }) =>
	eventStream(await followRequest(ctx, params.request), { once: url.searchParams.has('once') })
);
