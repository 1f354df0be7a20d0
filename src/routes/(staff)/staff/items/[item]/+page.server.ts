import { reviewItemsSchema, submitItemsSchema } from '$lib/features/bank';
import { getItem, reviewItems, submitItems } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	item: await getItem(ctx, (event as PageServerLoadEvent).params.item)
}));

export const actions = {
	submit: action(submitItemsSchema, submitItems, {
		from: ({ params }) => ({ itemIds: [params['item']] }),
		notice: 'staffBank.items.submitted'
	}),
	review: action(reviewItemsSchema, reviewItems, {
		from: ({ params }) => ({ itemIds: [params['item']] }),
		notice: 'staffBank.items.reviewed'
	})
};
