import type { RequestEvent } from '@sveltejs/kit';
import { arrangePracticalSchema, removePracticalSchema } from '$lib/features/practicals';
import { arrangePractical, getPractical, removePractical } from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	practical: await getPractical(ctx, (event as PageServerLoadEvent).params.sitting)
}));

const from = ({ params }: RequestEvent) => ({ sittingId: params['sitting'] });

export const actions = {
	arrange: action(arrangePracticalSchema, arrangePractical, { from, notice: 'practicals.arranged' }),
	remove: action(removePracticalSchema, removePractical, { from, notice: 'practicals.removed' })
};
