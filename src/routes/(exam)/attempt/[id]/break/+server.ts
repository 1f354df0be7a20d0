import { takeBreakSchema } from '$lib/features/exams';
import { takeBreak } from '$lib/features/exams/index.server';
import { endpoint, readJson } from '$lib/server/http';
import type { RequestEvent } from './$types';

const body = takeBreakSchema.omit({ attemptId: true });

/** Begins or ends a candidate's break; the signals say how the clock stands then. */
export const POST = endpoint(async (ctx, event: RequestEvent) => {
	const { end } = await readJson(event, body);
	await takeBreak(ctx, { attemptId: event.params.id, end });
	return new Response(null, { status: 204 });
});
