import { fromAddress, proposeSchema, rankingFilterSchema } from '$lib/features/tiers';
import { getRanking, proposeDecisions } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(rankingFilterSchema, url);
	return { ranking: await getRanking(ctx, filter), filter };
});

export const actions = {
	propose: action(proposeSchema, proposeDecisions, {
		notice: 'staffTiers.board.propose.done',
		to: (ids) => (ids.length === 1 ? `/staff/decisions/${ids[0]}` : '/staff/decisions?state=proposed')
	})
};
