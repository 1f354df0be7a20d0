import { proposeAgreementSchema } from '$lib/features/mentoring';
import { getTerms, proposeAgreement } from '$lib/features/mentoring/index.server';
import { findTarget, listTargets } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

/** The agreement of a pairing in all its versions, and the form for the next. */
export const load = page(async ({ ctx, event }) => ({
	...(await getTerms(ctx, (event as PageServerLoadEvent).params.pairing)),
	targets: await listTargets(ctx)
}));

export const actions = {
	default: action(
		proposeAgreementSchema,
		async (ctx, { targetTier, ...input }) =>
			proposeAgreement(ctx, { ...input, target: await findTarget(ctx, targetTier) }),
		{
			from: ({ params }) => ({ pairingId: params['pairing'] }),
			to: ({ id }) => `/mentoring/${id}`,
			notice: 'mentoring.notice.proposed'
		}
	)
};
