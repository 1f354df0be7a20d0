import { simulationFilter } from '$lib/features/tiers';
import { exportSimulation, findSimulation } from '$lib/features/tiers/index.server';
import { endpoint } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';

/** The people whom the newest simulation moves, as the list is filtered, as a CSV file. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const run = await findSimulation(ctx, params['id'] ?? '');
	if (!run?.figures) throw notFound();
	return new Response(await exportSimulation(ctx, run.id, simulationFilter(url.searchParams)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="simulation-${run.asOf}-${run.sha256.slice(0, 8)}.csv"`
		}
	});
});
