import { reviewItemSchema } from '$lib/features/exams';
import { getItem, reviewItem } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	item: await getItem(ctx, (event as PageServerLoadEvent).params.item)
}));

export const actions = {
	review: action(reviewItemSchema, reviewItem, {
		from: ({ params }) => ({ itemIds: [params['item']] }),
		notice: 'staffExams.items.reviewed'
	})
};
