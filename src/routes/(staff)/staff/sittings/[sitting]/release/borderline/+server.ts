import { exportBorderline } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';

/** Whose result hangs by little, to take away. */
export const GET = endpoint(async (ctx, { params }) => {
	const bytes = await exportBorderline(ctx, params['sitting'] ?? '');
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="borderline.csv"',
			'cache-control': 'private, no-store'
		}
	});
});
