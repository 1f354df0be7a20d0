export { calendarFile, escapeText, foldLine, uidOf, type CalendarEvent } from './ics';
export { mondayOf } from './rules';
export { calendarFeedSchema, calendarFilterSchema } from './schema';
