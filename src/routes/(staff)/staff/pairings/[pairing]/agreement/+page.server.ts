import { proposeAgreementSchema } from '$lib/features/mentoring';
import { getStaffTerms, proposeAgreement } from '$lib/features/mentoring/index.server';
import { findTarget, listTargets } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

/** The agreement of a pairing in all its versions, and HR's form for the next, which both sign. */
export const load = page(async ({ ctx, event }) => ({
	...(await getStaffTerms(ctx, (event as PageServerLoadEvent).params.pairing)),
	targets: await listTargets(ctx)
}));

export const actions = {
	default: action(
		proposeAgreementSchema,
		async (ctx, { targetTier, ...input }) =>
			proposeAgreement(ctx, { ...input, target: await findTarget(ctx, targetTier) }),
		{
			from: ({ params }) => ({ pairingId: params['pairing'] }),
			to: ({ id }) => `/staff/pairings/${id}`,
			notice: 'mentoring.notice.proposed'
		}
	)
};
