import { readRecord } from '$lib/features/records/index.server';
import { endpoint } from '$lib/server/http';
import type { RequestHandler } from './$types';

const TYPES = { json: 'application/json', pdf: 'application/pdf' };

/** Everything that is kept of an attempt, to take away; the look is recorded. */
export const GET: RequestHandler = endpoint(async (ctx, { params, url }) => {
	const format = url.searchParams.get('format') === 'pdf' ? 'pdf' : 'json';
	const { name, bytes } = await readRecord(ctx, { attemptId: params.attempt, format });
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
