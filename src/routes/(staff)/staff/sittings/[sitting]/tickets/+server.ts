import { exportTickets } from '$lib/features/exams/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

/** The tickets of a sitting, or of a room of it, to print. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const sittingId = params['sitting'] ?? '';
	const roomId = url.searchParams.get('room') ?? undefined;
	const bytes = await exportTickets(ctx, { sittingId, roomId }, env.origin || url.origin);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': 'inline; filename="tickets.pdf"',
			'cache-control': 'private, no-store'
		}
	});
});
