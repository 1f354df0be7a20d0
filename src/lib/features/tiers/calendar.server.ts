import { and, gte, lte } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { calendarDays } from './tables.server';

/** The days from `from` to `to`, both included, that differ from Monday to Friday. Asks no permission. */
export async function loadCalendar(
	db: Database,
	from: IsoDate,
	to: IsoDate
): Promise<ReadonlyMap<IsoDate, boolean>> {
	const rows = await db
		.select({ day: calendarDays.day, working: calendarDays.working })
		.from(calendarDays)
		.where(and(gte(calendarDays.day, from), lte(calendarDays.day, to)));
	return new Map(rows.map(({ day, working }) => [day, working]));
}
