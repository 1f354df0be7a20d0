import { mayAnywhere } from '$lib/access/can';
import { distributionSteps, resultFilter } from '$lib/features/assessments';
import { getDistribution, getPeriod, listMissing, listResults } from '$lib/features/assessments/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url, event }) => {
	const period = await getPeriod(ctx, event.params['id'] ?? '');
	const filter = resultFilter(url.searchParams, distributionSteps);
	const missing = await listMissing(ctx, period, filter.view === 'missing' ? filter : { ...filter, page: 1 });
	return {
		period,
		filter,
		missing,
		results: await listResults(ctx, period.id, filter),
		distribution: await getDistribution(ctx, period.id, filter),
		units: await listUnits(ctx, { where: 'assessments.result.read' }),
		mayRecord: mayAnywhere(ctx.actor, 'assessments.result.record')
	};
});
