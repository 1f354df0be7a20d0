import { listInvigilations, roomFilterSchema } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	now: ctx.now.toISOString(),
	rooms: await listInvigilations(ctx, roomFilterSchema.parse(Object.fromEntries(url.searchParams)))
}));
