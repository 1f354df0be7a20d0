import { handInAttemptSchema } from '$lib/features/exams';
import { handInAttempt } from '$lib/features/exams/index.server';
import { endpoint, readJson } from '$lib/server/http';
import type { RequestEvent } from './$types';

const body = handInAttemptSchema.omit({ attemptId: true });

/** A candidate hands in. */
export const POST = endpoint(async (ctx, event: RequestEvent) => {
	const { unanswered } = await readJson(event, body);
	await handInAttempt(ctx, { attemptId: event.params.id, unanswered });
	return new Response(null, { status: 204 });
});
