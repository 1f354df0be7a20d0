import { calendarFeedSchema, calendarFilterSchema } from '$lib/features/agenda';
import { endCalendarFeed, getCalendar, renewCalendarFeed } from '$lib/features/agenda/index.server';
import { action, answer, page } from '$lib/server/http';
import { env } from '$lib/server/env';

export const load = page(({ ctx, url }) =>
	getCalendar(ctx, calendarFilterSchema.parse({ from: url.searchParams.get('from') }).from)
);

export const actions = {
	/** The address goes back with this answer and is kept nowhere: only the hash of its token is. */
	renew: answer(calendarFeedSchema, async (ctx, _input, { url }) => {
		const { token } = await renewCalendarFeed(ctx);
		return { address: `${env.origin || url.origin}/calendar/feed/${token}.ics` };
	}),
	end: action(calendarFeedSchema, endCalendarFeed, { notice: 'agenda.feed.ended' })
};
