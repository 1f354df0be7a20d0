import { swapItemSchema } from '$lib/features/bank';
import { getSwap, swapFilterSchema, swapItem } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const { paper, position } = (event as PageServerLoadEvent).params;
	const filter = swapFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, ...(await getSwap(ctx, paper, Number(position), filter)) };
});

const from = ({ params }: RequestEvent) => ({ paperId: params['paper'], position: params['position'] });

export const actions = {
	default: action(swapItemSchema, (ctx, input) => swapItem(ctx, input).then(() => input), {
		from,
		to: ({ paperId }) => `/staff/papers/${paperId}`,
		notice: 'staffBank.swap.done'
	})
};
