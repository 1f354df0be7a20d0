import { publishPledgeSchema } from '$lib/features/tiers';
import { getPledgeForm, publishPledgeText } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	newest: await getPledgeForm(ctx, url.searchParams.get('code'))
}));

export const actions = {
	default: action(publishPledgeSchema, publishPledgeText, {
		to: ({ id }) => `/staff/pledges/${id}`,
		notice: 'staffPledges.done'
	})
};
