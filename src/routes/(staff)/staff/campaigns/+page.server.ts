import { can } from '$lib/access/can';
import { listCampaigns } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	campaigns: await listCampaigns(ctx),
	mayManage: can(ctx.actor, 'tiers.campaign.manage').ok
}));
