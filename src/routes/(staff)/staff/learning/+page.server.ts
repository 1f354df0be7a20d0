import { reportFilter } from '$lib/features/reports';
import { getTrainingReport } from '$lib/features/reports/index.server';
import { page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(({ ctx, url }) =>
	getTrainingReport(ctx, reportFilter(url.searchParams, dateIn(ctx.now)))
);
