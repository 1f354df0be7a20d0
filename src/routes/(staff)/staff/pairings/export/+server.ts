import { exportPairings, readPairingFilter } from '$lib/features/mentoring/index.server';
import { endpoint } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** The pairings of a filter as a file to take away. */
export const GET = endpoint(async (ctx, { url }) => {
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx';
	const bytes = await exportPairings(ctx, readPairingFilter(url.searchParams), format);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="pairings-${dateIn(ctx.now)}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
