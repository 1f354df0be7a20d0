import { addExampleSchema } from '$lib/features/marking';
import { addExample, getExampleForm } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	example: await getExampleForm(ctx, (event as PageServerLoadEvent).params.sitting, {
		version: url.searchParams.get('question'),
		from: url.searchParams.get('from')
	})
}));

export const actions = {
	default: action(addExampleSchema, addExample, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: (_made, { sittingId }) => `/staff/sittings/${sittingId}/marking`,
		notice: 'marking.example.saved'
	})
};
