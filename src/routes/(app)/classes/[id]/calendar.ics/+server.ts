import { calendarAnswer } from '$lib/features/agenda/index.server';
import { readClassCalendar } from '$lib/features/classes/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params, url }) =>
	calendarAnswer(await readClassCalendar(ctx, params['id'] ?? '', env.origin || url.origin), 'class')
);
