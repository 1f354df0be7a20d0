import { json } from '@sveltejs/kit';
import { takeSeat } from '$lib/features/exams/index.server';
import { endpoint, originOf } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** A window takes the seat of its attempt. Replies with `Seated`. */
export const POST = endpoint(async (ctx, event: RequestEvent) =>
	json(await takeSeat(ctx, { attemptId: event.params.id }, originOf(event)))
);
