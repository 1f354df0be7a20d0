import { authorize } from '$lib/access/can';
import { fromVersionSchema, newLadderSchema } from '$lib/features/tiers';
import { listPolicies, startDraft } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	authorize(ctx.actor, 'tiers.policy.draft');
	return { policies: await listPolicies(ctx), from: url.searchParams.get('from') };
});

const to = (id: string) => `/staff/policies/drafts/${id}`;
export const actions = {
	version: action(fromVersionSchema, startDraft, { to, notice: 'staffPolicies.new.done' }),
	ladder: action(newLadderSchema, startDraft, { to, notice: 'staffPolicies.new.done' })
};
