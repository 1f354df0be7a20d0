import { getRoomRecord } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	signed: await getRoomRecord(ctx, (event as PageServerLoadEvent).params.room)
}));
