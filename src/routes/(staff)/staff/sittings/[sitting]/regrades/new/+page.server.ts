import { fail, type RequestEvent } from '@sveltejs/kit';
import { draftRegradeSchema, keptRegradeSchema } from '$lib/features/regrading';
import { draftRegrade, getRegradeForm, readKept } from '$lib/features/regrading/index.server';
import { action, answer, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const draft = url.searchParams.get('draft');
	const which = draft ? { draft } : { item: url.searchParams.get('item') ?? '' };
	return { form: await getRegradeForm(ctx, (event as PageServerLoadEvent).params.sitting, which) };
});

const save = action(draftRegradeSchema, draftRegrade, {
	from: ({ params }) => ({ sittingId: params['sitting'] }),
	to: ({ id, sittingId }) => `/staff/sittings/${sittingId}/regrades/${id}`,
	notice: 'regrading.drafted'
});

export const actions = {
	/** Where it is refused, the page gets what was typed back as its form holds it. */
	save: async (event: RequestEvent) => {
		const { status, data } = await save(event);
		return fail(status, { ...data, kept: readKept(data.values) });
	},
	act: answer(keptRegradeSchema, (_ctx, input) => Promise.resolve(readKept(input)))
};
