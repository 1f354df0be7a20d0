import { mayAnywhere } from '$lib/access/can';
import { importContentSchema, reviewItemsSchema } from '$lib/features/bank';
import {
	countItems,
	importContent,
	itemFilterSchema,
	listItems,
	reviewItems
} from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = itemFilterSchema.parse(Object.fromEntries(url.searchParams));
	return {
		filter,
		items: await listItems(ctx, filter),
		areas: await countItems(ctx),
		mayImport: mayAnywhere(ctx.actor, 'bank.item.write'),
		mayReview: mayAnywhere(ctx.actor, 'bank.item.review')
	};
});

export const actions = {
	import: action(importContentSchema, (ctx) => importContent(ctx), { notice: 'staffBank.items.imported' }),
	review: action(reviewItemsSchema, reviewItems, { notice: 'staffBank.items.reviewed' })
};
