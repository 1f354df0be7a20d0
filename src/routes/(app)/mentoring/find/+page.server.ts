import { proposePairSchema, saveWishSchema, withdrawProposalSchema } from '$lib/features/mentors';
import { getFindPage, proposePair, saveWish, withdrawProposal } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => getFindPage(ctx));

export const actions = {
	wish: action(saveWishSchema, saveWish, { notice: 'mentors.notice.wish' }),
	propose: action(proposePairSchema, proposePair, { notice: 'mentors.notice.proposed' }),
	withdraw: action(withdrawProposalSchema, withdrawProposal, { notice: 'mentors.notice.withdrawn' })
};
