import { acceptProposalSchema, refuseProposalSchema } from '$lib/features/mentors';
import { acceptProposal, getProposal, refuseProposal } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) =>
	getProposal(ctx, (event as PageServerLoadEvent).params.proposal)
);

const from = ({ params }: RequestEvent) => ({ proposalId: params['proposal'] });

export const actions = {
	accept: action(acceptProposalSchema, acceptProposal, {
		from,
		to: ({ pairingId }) => `/staff/pairings/${pairingId}`,
		notice: 'mentors.notice.accepted'
	}),
	refuse: action(refuseProposalSchema, refuseProposal, {
		from,
		to: () => '/staff/mentors/proposals',
		notice: 'mentors.notice.refused'
	})
};
