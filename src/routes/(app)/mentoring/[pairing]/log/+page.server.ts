import { logShadowingSchema } from '$lib/features/mentoring';
import { getLogForm, logShadowing } from '$lib/features/mentoring/index.server';
import { action, page, sentFiles } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => getLogForm(ctx, (event as PageServerLoadEvent).params.pairing));

export const actions = {
	default: action(logShadowingSchema, logShadowing, {
		from: ({ params }) => ({ pairingId: params['pairing'] }),
		files: async (form) => ({ pictures: await sentFiles(form, 'pictures') }),
		to: ({ pairingId }) => `/mentoring/${pairingId}`,
		notice: 'mentoring.notice.logged'
	})
};
