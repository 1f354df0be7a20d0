import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';

/** The Monday of a date's week; 5 January 1970 was one. */
export function mondayOf(date: IsoDate): IsoDate {
	const since = daysBetween('1970-01-05', date) % 7;
	return addDays(date, -((since + 7) % 7));
}
