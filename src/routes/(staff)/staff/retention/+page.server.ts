import { fromAddress, retentionFilterSchema, retentionSchema, warnSchema } from '$lib/features/tiers';
import { listRetention, proposeCases, warnOfLapse } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(retentionFilterSchema, url);
	return { list: await listRetention(ctx, filter.ladder, filter.page), filter };
});

export const actions = {
	warn: action(warnSchema, warnOfLapse, { notice: 'staffCases.retention.warned' }),
	propose: action(retentionSchema, proposeCases, {
		notice: 'staffTiers.board.propose.done',
		to: (ids) => (ids.length === 1 ? `/staff/decisions/${ids[0]}` : '/staff/decisions?state=proposed')
	})
};
