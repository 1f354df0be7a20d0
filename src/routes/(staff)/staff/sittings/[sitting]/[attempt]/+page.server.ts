import { getResult } from '$lib/features/exams/index.server';
import { findPracticalResult } from '$lib/features/practicals/index.server';
import { mayReadRecord } from '$lib/features/records/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	result: await getResult(ctx, { attemptId: (event as PageServerLoadEvent).params.attempt }),
	mayReadRecord: await mayReadRecord(ctx, (event as PageServerLoadEvent).params.attempt),
	practical: await findPracticalResult(ctx, (event as PageServerLoadEvent).params.attempt),
	only: url.searchParams.get('show') === 'wrong' ? ('wrong' as const) : null
}));
