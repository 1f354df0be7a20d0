import { z } from 'zod';
import { id, key, optionalDate } from '$lib/shared/form';

export const importContentSchema = z.object({});

/** One id or several: a lone checkbox posts a string. */
export const itemIdsSchema = z.preprocess(
	(value) => (value === undefined || Array.isArray(value) ? value : [value]),
	z.array(id, key('bank.item.none_chosen')).min(1, key('bank.item.none_chosen')).max(500)
);

export const submitItemsSchema = z.object({ itemIds: itemIdsSchema });
export type SubmitItems = z.output<typeof submitItemsSchema>;

/** Whoever gets an item back, or sees it put aside, is told why. */
export const reviewItemsSchema = z
	.object({
		itemIds: itemIdsSchema,
		to: z.enum(['ready', 'draft', 'quarantined', 'retired'], key('app.field.choice')).default('ready'),
		/** Stays with each of the items. */
		comment: z.string().trim().max(2000, key('app.field.too_long')).optional()
	})
	.refine(({ to, comment }) => comment || (to !== 'draft' && to !== 'quarantined'), {
		...{ path: ['comment'], message: key('bank.item.comment_required') }
	});
export type ReviewItems = z.output<typeof reviewItemsSchema>;

/** Ready items that are still right; `on`: the day from which they are reviewed again, null for none. */
export const confirmItemsSchema = z.object({ itemIds: itemIdsSchema, on: optionalDate });
export type ConfirmItems = z.output<typeof confirmItemsSchema>;
