import {
	confirmItemsSchema,
	reviewItemsSchema,
	setReviewAgainSchema,
	setUseSchema,
	submitItemsSchema
} from '$lib/features/bank';
import {
	confirmItems,
	countWaiting,
	itemFilterSchema,
	listFilters,
	listItems,
	reviewItems,
	setReviewAgain,
	setUse,
	submitItems
} from '$lib/features/bank/index.server';
import { listModules } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = itemFilterSchema.parse(Object.fromEntries(url.searchParams));
	return {
		filter,
		items: await listItems(ctx, filter),
		waiting: await countWaiting(ctx),
		choices: await listFilters(ctx),
		titles: Object.fromEntries((await listModules(ctx)).map(({ code, title }) => [code, title]))
	};
});

export const actions = {
	submit: action(submitItemsSchema, submitItems, { notice: 'staffBank.items.submitted' }),
	review: action(reviewItemsSchema, reviewItems, { notice: 'staffBank.items.reviewed' }),
	confirm: action(confirmItemsSchema, confirmItems, { notice: 'staffBank.items.confirmed' }),
	use: action(setUseSchema, setUse, { notice: 'app.saved' }),
	again: action(setReviewAgainSchema, setReviewAgain, { notice: 'app.saved' })
};
