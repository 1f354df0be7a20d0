import { json } from '@sveltejs/kit';
import { startAttemptSchema } from '$lib/features/exams';
import { getOpenPaper, startAttempt } from '$lib/features/exams/index.server';
import { deviceOf, endpoint, originOf, readJson } from '$lib/server/http';

/**
 * Begins the attempt of a candidate who waits in the room: no page is loaded at the bell, and one request brings the paper.
 * Replies with `OpenRoom`.
 */
export const POST = endpoint(async (ctx, event) => {
	const { attemptId } = await startAttempt(ctx, await readJson(event, startAttemptSchema), originOf(event));
	return json(await getOpenPaper(ctx, attemptId, deviceOf(event)), {
		headers: { 'cache-control': 'private, no-store' }
	});
});
