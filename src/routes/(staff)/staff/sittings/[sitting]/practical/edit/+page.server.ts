import { setUpPracticalSchema } from '$lib/features/practicals';
import { getPracticalForm, setUpPractical } from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	asked: await getPracticalForm(ctx, (event as PageServerLoadEvent).params.sitting)
}));

export const actions = {
	default: action(setUpPracticalSchema, setUpPractical, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: ({ sittingId }) => `/staff/sittings/${sittingId}/practical`,
		notice: 'practicals.saved'
	})
};
