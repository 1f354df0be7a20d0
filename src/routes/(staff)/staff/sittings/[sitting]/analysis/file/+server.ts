import { exportAnalysis } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** The figures of a sitting's items, to take away. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const format = url.searchParams.get('format') === 'xlsx' ? 'xlsx' : 'csv';
	const bytes = await exportAnalysis(ctx, { sittingId: params['sitting'] ?? '', format });
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="item-analysis.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
