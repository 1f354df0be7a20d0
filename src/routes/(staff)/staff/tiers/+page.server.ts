import { mayAnywhere } from '$lib/access/can';
import { boardFilterSchema, fromAddress, proposeSchema } from '$lib/features/tiers';
import { getBoard, proposeDecisions } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(boardFilterSchema, url);
	return {
		board: await getBoard(ctx, filter),
		filter,
		mayPropose: mayAnywhere(ctx.actor, 'tiers.decision.propose')
	};
});

export const actions = {
	propose: action(proposeSchema, proposeDecisions, {
		notice: 'staffTiers.board.propose.done',
		to: (ids) => (ids.length === 1 ? `/staff/decisions/${ids[0]}` : '/staff/decisions?state=proposed')
	})
};
