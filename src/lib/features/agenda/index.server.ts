export { renewCalendarFeed } from './commands/renew-calendar-feed.server';
export { endCalendarFeed } from './commands/end-calendar-feed.server';

export {
	clashesAsJson,
	clashFrom,
	clearEngagements,
	engage,
	findClashes,
	holdAgendas,
	setEngagements,
	type Clash,
	type ClashRow,
	type Engagement,
	type Source,
	type SourceType
} from './keep.server';
export { calendarAnswer, readCalendarFeed } from './feed.server';
export { describeClashes } from './describe.server';
export {
	getAgenda,
	getCalendar,
	listOwnClashes,
	type AgendaItem,
	type AgendaWeek,
	type OwnClash
} from './queries.server';
