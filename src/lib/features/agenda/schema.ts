import { z } from 'zod';
import { isIsoDate } from '$lib/shared/dates';

/** Renewing or ending one's own feed needs no field. */
export const calendarFeedSchema = z.object({});

/** Which weeks of the calendar; anything unreadable is this week. */
export const calendarFilterSchema = z.object({
	from: z.string().refine(isIsoDate).nullable().default(null).catch(null)
});
