import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { env } from '$lib/server/env';
import { calendarSheet, daysOf, type CalendarDay } from './calendar-format';

/** Every day of `content/calendar/`, in order. A file that cannot stand is refused with its name and reason. */
export function readCalendar(folder = join(env.contentDir, 'calendar')): CalendarDay[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.yaml'))
		.flatMap((name) => {
			const sheet = calendarSheet.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
			if (!sheet.success) throw new Error(`calendar/${name}: ${z.prettifyError(sheet.error)}`);
			if (name !== `${sheet.data.year}.yaml`) throw new Error(`calendar/${name}: is of ${sheet.data.year}`);
			return daysOf(sheet.data.holidays);
		})
		.sort((a, b) => (a.day < b.day ? -1 : 1));
}
