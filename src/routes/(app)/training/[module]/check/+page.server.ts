import { submitCheckSchema } from '$lib/features/training';
import { getCheck, submitCheck } from '$lib/features/training/index.server';
import { redirect } from '@sveltejs/kit';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const { module } = (event as PageServerLoadEvent).params;
	const check = await getCheck(ctx, module, { again: url.searchParams.has('again') });
	if (check.phase === 'notStarted') redirect(303, `/training/${module}`);
	return check;
});

export const actions = {
	default: action(submitCheckSchema, submitCheck, {
		from: ({ params }) => ({ module: params['module'] }),
		to: (_outcome, { module }) => `/training/${module}/check`
	})
};
