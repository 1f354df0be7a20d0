import { exportRecord } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** The signed record of a room, as PDF. */
export const GET: RequestHandler = endpoint(async (ctx, { params }) => {
	const { name, bytes } = await exportRecord(ctx, params.room);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'private, no-store'
		}
	});
});
