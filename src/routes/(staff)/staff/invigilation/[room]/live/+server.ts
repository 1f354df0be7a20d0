import { followDesk } from '$lib/features/exams/index.server';
import { endpoint, eventStream } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** The desk of a room: everybody at first, then what changes, as it does. */
export const GET: RequestHandler = endpoint(async (ctx, { params, url }) =>
	eventStream(await followDesk(ctx, params.room), { once: url.searchParams.has('once') })
);
