import { z } from 'zod';
import { addDays, isIsoDate, type IsoDate } from '$lib/shared/dates';

const day = z.string().refine(isIsoDate, 'must be a date YYYY-MM-DD');

const holiday = z
	.strictObject({
		name: z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) }),
		/** First and last day off. */
		off: z.tuple([day, day]),
		/** Days of weekends that are worked for it. */
		worked: z.array(day).default([])
	})
	.refine(({ off: [first, last] }) => first <= last, 'off ends before it begins')
	.refine(({ off: [first, last] }) => addDays(first, 31) > last, 'off is longer than a month')
	.refine(({ worked }) => worked.every(isWeekend), 'worked names a day that is no weekend');

/** `content/calendar/<year>.yaml`: the public holidays of a year and the weekends worked for them. */
export const calendarSheet = z
	.strictObject({ year: z.int().min(2000).max(2100), holidays: z.array(holiday).min(1) })
	.refine(({ year, holidays }) => daysOf(holidays).every(({ day }) => day.startsWith(`${year}-`)), {
		message: 'names a day of another year'
	})
	.refine(({ holidays }) => {
		const days = daysOf(holidays).map((one) => one.day);
		return new Set(days).size === days.length;
	}, 'names a day twice');

export interface CalendarDay {
	day: IsoDate;
	working: boolean;
	nameZh: string;
	nameEn: string;
}

/** Whether a day is a Saturday or Sunday. */
export function isWeekend(date: IsoDate): boolean {
	const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
	return weekday === 0 || weekday === 6;
}

/** Every day that a sheet names. */
export function daysOf(holidays: readonly z.output<typeof holiday>[]): CalendarDay[] {
	return holidays.flatMap(({ name, off: [first, last], worked }) => {
		const names = { nameZh: name['zh-CN'], nameEn: name.en };
		const days: CalendarDay[] = worked.map((day) => ({ day, working: true, ...names }));
		for (let day = first; day <= last; day = addDays(day, 1)) days.push({ day, working: false, ...names });
		return days;
	});
}
