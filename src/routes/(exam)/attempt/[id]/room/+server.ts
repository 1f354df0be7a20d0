import { json } from '@sveltejs/kit';
import { getRoom } from '$lib/features/exams/index.server';
import { deviceOf, endpoint } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** How the room stands now, for its own page. Replies with `Room`. */
export const GET = endpoint(async (ctx, event: RequestEvent) =>
	json(await getRoom(ctx, event.params.id, deviceOf(event)), {
		headers: { 'cache-control': 'private, no-store' }
	})
);
