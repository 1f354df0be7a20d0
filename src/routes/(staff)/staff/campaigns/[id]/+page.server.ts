import { campaignIdSchema } from '$lib/features/tiers';
import { closeCampaign, getCampaign } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	campaign: await getCampaign(ctx, params['id'] ?? '')
}));

export const actions = {
	close: action(campaignIdSchema, closeCampaign, {
		from: ({ params }) => ({ campaignId: params['id'] }),
		notice: 'staffCases.campaigns.closed'
	})
};
