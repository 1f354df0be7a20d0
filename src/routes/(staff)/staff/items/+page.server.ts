import {
	importContentSchema,
	reviewItemsSchema,
	setReviewAgainSchema,
	setUseSchema,
	submitItemsSchema
} from '$lib/features/bank';
import {
	countWaiting,
	importContent,
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
	import: action(importContentSchema, (ctx) => importContent(ctx), { notice: 'staffBank.items.imported' }),
	submit: action(submitItemsSchema, submitItems, { notice: 'staffBank.items.submitted' }),
	review: action(reviewItemsSchema, reviewItems, { notice: 'staffBank.items.reviewed' }),
	use: action(setUseSchema, setUse, { notice: 'app.saved' }),
	again: action(setReviewAgainSchema, setReviewAgain, { notice: 'app.saved' })
};
