import { scanTemplate } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';

/** An empty file of a room, for a scanner or a spreadsheet to fill in. */
export const GET = endpoint(async (ctx, { params }) => {
	const { bytes, name } = await scanTemplate(ctx, params['room'] ?? '');
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
