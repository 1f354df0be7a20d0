import { z } from 'zod';
import { id, key } from '$lib/shared/form';

export const importContentSchema = z.object({});

/** One id or several: a lone checkbox posts a string. */
const ids = z.preprocess(
	(value) => (value === undefined || Array.isArray(value) ? value : [value]),
	z.array(id, key('bank.item.none_chosen')).min(1, key('bank.item.none_chosen')).max(500)
);

export const submitItemsSchema = z.object({ itemIds: ids });
export type SubmitItems = z.output<typeof submitItemsSchema>;

export const reviewItemsSchema = z.object({
	itemIds: ids,
	to: z.enum(['ready', 'draft', 'quarantined', 'retired'], key('app.field.choice')).default('ready'),
	/** Stays with each of the items. */
	comment: z.string().trim().max(2000).optional()
});
export type ReviewItems = z.output<typeof reviewItemsSchema>;
