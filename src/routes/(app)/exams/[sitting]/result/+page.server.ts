import { getResult } from '$lib/features/exams/index.server';
import { findPracticalResult } from '$lib/features/practicals/index.server';
import { hasAppeals } from '$lib/features/regrading/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const sittingId = (event as PageServerLoadEvent).params.sitting;
	const result = await getResult(ctx, { sittingId });
	return {
		result,
		practical: await findPracticalResult(ctx, result.attemptId),
		hasAppeals: await hasAppeals(ctx, sittingId),
		only: url.searchParams.get('show') === 'wrong' ? ('wrong' as const) : null
	};
});
