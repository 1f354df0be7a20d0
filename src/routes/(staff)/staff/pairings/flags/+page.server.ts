import { settleFlagSchema } from '$lib/features/mentoring';
import { FLAGS_PAGE_SIZE, listFlags, readFlagFilter, settleFlag } from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readFlagFilter(url.searchParams);
	return { ...(await listFlags(ctx, filter)), filter, pageSize: FLAGS_PAGE_SIZE };
});

export const actions = {
	settle: action(settleFlagSchema, settleFlag, {
		to: () => '/staff/pairings/flags',
		notice: 'mentoring.notice.flag'
	})
};
