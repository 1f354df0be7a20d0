import { calendarAnswer, readCalendarFeed } from '$lib/features/agenda/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

/** For calendar programs: the address itself is the key, so no session is asked for. */
export const GET = endpoint(
	async (ctx, { params, url }) =>
		calendarAnswer(await readCalendarFeed(ctx, params['token'] ?? '', env.origin || url.origin)),
	{ open: true }
);
