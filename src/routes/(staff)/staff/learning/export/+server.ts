import { reportFilter } from '$lib/features/reports';
import { exportTraining } from '$lib/features/reports/index.server';
import { endpoint } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** The report as a file to take away. */
export const GET = endpoint(async (ctx, { url }) => {
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx';
	const filter = reportFilter(url.searchParams, dateIn(ctx.now));
	const bytes = await exportTraining(ctx, filter, format);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="training-${filter.from}-${filter.to}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
