import { reviewItemsSchema, setReviewAgainSchema, setUseSchema, submitItemsSchema } from '$lib/features/bank';
import {
	countWaiting,
	itemFilterSchema,
	listFilters,
	listItems,
	reviewItems,
	setReviewAgain,
	setUse,
	submitItems
} from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = itemFilterSchema.parse(Object.fromEntries(url.searchParams));
	return {
		filter,
		items: await listItems(ctx, filter),
		waiting: await countWaiting(ctx),
		choices: await listFilters(ctx)
	};
});

export const actions = {
	submit: action(submitItemsSchema, submitItems, { notice: 'staffBank.items.submitted' }),
	review: action(reviewItemsSchema, reviewItems, { notice: 'staffBank.items.reviewed' }),
	use: action(setUseSchema, setUse, { notice: 'app.saved' }),
	again: action(setReviewAgainSchema, setReviewAgain, { notice: 'app.saved' })
};
