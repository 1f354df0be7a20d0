import { campaignSchema } from '$lib/features/tiers';
import { createCampaign, getCampaignForm } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => getCampaignForm(ctx));

export const actions = {
	create: action(campaignSchema, createCampaign, {
		notice: 'staffCases.campaigns.created',
		to: (id) => `/staff/campaigns/${id}`
	})
};
