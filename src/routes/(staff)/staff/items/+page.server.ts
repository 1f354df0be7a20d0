import { mayAnywhere } from '$lib/access/can';
import { importItemsSchema, reviewItemSchema } from '$lib/features/exams';
import {
	countItems,
	importItems,
	itemFilterSchema,
	listItems,
	reviewItem
} from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = itemFilterSchema.parse(Object.fromEntries(url.searchParams));
	return {
		filter,
		items: await listItems(ctx, filter),
		areas: await countItems(ctx),
		mayImport: mayAnywhere(ctx.actor, 'exams.item.create'),
		mayReview: mayAnywhere(ctx.actor, 'exams.item.review')
	};
});

export const actions = {
	import: action(importItemsSchema, (ctx) => importItems(ctx), { notice: 'staffExams.items.imported' }),
	review: action(reviewItemSchema, reviewItem, { notice: 'staffExams.items.reviewed' })
};
