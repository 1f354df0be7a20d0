import { certificateFilterSchema } from '$lib/features/certificates';
import { exportRegister } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** The certificates of a filter as a file to take away. */
export const GET = endpoint(async (ctx, { url }) => {
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx';
	const filter = certificateFilterSchema.parse(Object.fromEntries(url.searchParams));
	const bytes = await exportRegister(ctx, filter, format);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="certificates-${dateIn(ctx.now)}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
