import { followAssembly } from '$lib/features/bank/index.server';
import { endpoint, eventStream } from '$lib/server/http';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (ctx, { params, url }) =>
	eventStream(await followAssembly(ctx, params.assembly), { once: url.searchParams.has('once') })
);
