import { decideAppealSchema } from '$lib/features/regrading';
import { decideAppeal, getAppeal } from '$lib/features/regrading/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	appeal: await getAppeal(ctx, (event as PageServerLoadEvent).params.appeal)
}));

export const actions = {
	decide: action(decideAppealSchema, decideAppeal, {
		from: ({ params }) => ({ appealId: params['appeal'] }),
		notice: 'appeals.decided_notice'
	})
};
