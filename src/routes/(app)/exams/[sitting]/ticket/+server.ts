import { renderOwnTicket } from '$lib/features/exams/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

/** The candidate's own admission ticket. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const { name, bytes } = await renderOwnTicket(ctx, params['sitting'] ?? '', env.origin || url.origin);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
