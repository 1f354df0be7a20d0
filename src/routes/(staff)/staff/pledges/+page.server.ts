import { can } from '$lib/access/can';
import { listPledgeTexts } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	texts: await listPledgeTexts(ctx),
	mayPublish: can(ctx.actor, 'tiers.pledge.publish').ok
}));
