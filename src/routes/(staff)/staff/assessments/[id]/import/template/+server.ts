import { authorizeAnywhere } from '$lib/access/can';
import { getPeriod, resultSheet } from '$lib/features/assessments/index.server';
import { csvFile, endpoint } from '$lib/server/http';
import { templateOf } from '$lib/server/import';

/** The file to fill in with the results of a period. */
export const GET = endpoint(async (ctx, { params }) => {
	authorizeAnywhere(ctx.actor, 'assessments.result.record');
	const period = await getPeriod(ctx, params['id'] ?? '');
	return csvFile(await templateOf(resultSheet(period), ctx.locale), `assessment-${period.endsOn}`);
});
