import { followMatching } from '$lib/features/mentors/index.server';
import { endpoint, eventStream } from '$lib/server/http';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (ctx, { params, url }) =>
	eventStream(await followMatching(ctx, params.matching), { once: url.searchParams.has('once') })
);
