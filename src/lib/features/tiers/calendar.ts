import { addDays, type IsoDate } from '$lib/shared/dates';

/** Whether each day that differs from Monday to Friday is worked. */
export type Calendar = ReadonlyMap<IsoDate, boolean>;

/** Whether a day is worked: what the calendar says of it, otherwise Monday to Friday. */
export function isWorkingDay(day: IsoDate, calendar: Calendar): boolean {
	const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
	return calendar.get(day) ?? (weekday !== 0 && weekday !== 6);
}

/**
 * The last of so many working days after `from`, which itself does not count: a public notice (公示) of five
 * working days that is put up on a Monday ends on the Monday after. None: `from` itself.
 */
export function addWorkingDays(
	from: IsoDate,
	days: number,
	calendar: ReadonlyMap<IsoDate, boolean>
): IsoDate {
	let day = from;
	for (let left = days; left > 0;) {
		day = addDays(day, 1);
		if (isWorkingDay(day, calendar)) left--;
	}
	return day;
}
