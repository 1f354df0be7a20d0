import { z } from 'zod';

/** For which grade, as `ladder/tier`; the first that was examined where none is named. */
export const statisticsFilterSchema = z.object({
	tier: z.string().max(100).default('').catch(''),
	format: z.enum(['csv', 'xlsx']).default('csv').catch('csv')
});
export type StatisticsFilter = z.output<typeof statisticsFilterSchema>;
