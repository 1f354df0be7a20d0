import { getRecordText } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** The signed record byte for byte as its hash is taken over it. */
export const GET: RequestHandler = endpoint(
	async (ctx, { params }) =>
		new Response(await getRecordText(ctx, params.room), {
			headers: {
				'content-type': 'application/json',
				'content-disposition': `attachment; filename="room-record-${params.room}.json"`,
				'cache-control': 'private, no-store'
			}
		})
);
