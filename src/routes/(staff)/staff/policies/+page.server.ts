import { can } from '$lib/access/can';
import { listDrafts, listFileWarnings, listPolicies } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => {
	const worksOnThem = can(ctx.actor, 'tiers.draft.read').ok;
	return {
		policies: await listPolicies(ctx),
		drafts: worksOnThem ? await listDrafts(ctx) : [],
		files: worksOnThem ? await listFileWarnings(ctx) : [],
		mayDraft: can(ctx.actor, 'tiers.policy.draft').ok
	};
});
