import { logShadowingSchema } from '$lib/features/mentoring';
import { getLogForm, logShadowing } from '$lib/features/mentoring/index.server';
import { action, page, sentFiles } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

/** The address may name a planned session to start from. */
export const load = page(({ ctx, event, url }) =>
	getLogForm(ctx, (event as PageServerLoadEvent).params.pairing, url.searchParams.get('session'))
);

export const actions = {
	default: action(logShadowingSchema, logShadowing, {
		from: ({ params }) => ({ pairingId: params['pairing'] }),
		files: async (form) => ({ pictures: await sentFiles(form, 'pictures') }),
		to: ({ pairingId }) => `/mentoring/${pairingId}`,
		notice: 'mentoring.notice.logged'
	})
};
