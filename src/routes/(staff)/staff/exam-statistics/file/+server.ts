import { statisticsFilterSchema } from '$lib/features/records';
import { exportExamStatistics } from '$lib/features/records/index.server';
import { endpoint } from '$lib/server/http';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** Pass rates and the drift of items, to take away. */
export const GET = endpoint(async (ctx, { url }) => {
	const filter = statisticsFilterSchema.parse(Object.fromEntries(url.searchParams));
	return new Response(new Uint8Array(await exportExamStatistics(ctx, filter)), {
		headers: {
			'content-type': TYPES[filter.format],
			'content-disposition': `attachment; filename="exam-statistics.${filter.format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
