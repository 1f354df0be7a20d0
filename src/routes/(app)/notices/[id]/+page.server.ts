import { objectSchema } from '$lib/features/tiers';
import { getNotice, objectToNotice } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({ notice: await getNotice(ctx, params['id'] ?? '') }));

export const actions = {
	object: action(objectSchema, objectToNotice, {
		from: ({ params }) => ({ decisionId: params['id'] }),
		notice: 'cases.notices.object.done'
	})
};
