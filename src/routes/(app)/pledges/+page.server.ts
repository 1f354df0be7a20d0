import { signPledgeSchema } from '$lib/features/tiers';
import { listOwnPledges, signPledge } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ pledges: await listOwnPledges(ctx) }));

export const actions = {
	default: action(signPledgeSchema, signPledge, { notice: 'pledges.done' })
};
