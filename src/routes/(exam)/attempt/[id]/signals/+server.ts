import { attemptSignals } from '$lib/features/exams/index.server';
import { deviceOf, endpoint, eventStream } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** Tells a candidate's window at once what happens from outside: time given, a pause, another window, handing in. */
export const GET = endpoint(async (ctx, event: RequestEvent) =>
	eventStream(await attemptSignals(ctx, event.params.id, deviceOf(event)), {
		once: event.url.searchParams.has('once')
	})
);
