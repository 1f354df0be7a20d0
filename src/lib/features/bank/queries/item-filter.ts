import { z } from 'zod';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import { questionTypes } from '../question';
import { itemStatuses, itemUses } from '../states';

const name = z.string().trim().min(1).max(60).optional().catch(undefined);

/** Ways to sort the list; each but `status` has an index, and the code breaks ties. */
export const itemSorts = ['code', 'area', 'type', 'level', 'difficulty', 'status', 'changed'] as const;
export const exposureFilters = ['never', 'near'] as const;

/** What a list's address may say; anything else counts as not said. */
export const itemFilterSchema = z.object({
	area: z.enum(knowledgeAreas).optional().catch(undefined),
	level: z.enum(levels).optional().catch(undefined),
	type: z.enum(questionTypes).optional().catch(undefined),
	status: z.enum(itemStatuses).optional().catch(undefined),
	use: z.enum(itemUses).optional().catch(undefined),
	tag: name,
	module: name,
	/** Id of the person who set it. */
	setter: z.uuid().optional().catch(undefined),
	/** Its day to be reviewed again has come. */
	due: z.literal('yes').optional().catch(undefined),
	/** How long ago it was reviewed: within a year, two years, before. */
	reviewed: z.enum(['fresh', 'aging', 'old']).optional().catch(undefined),
	/** Its measured figures ask for a review. */
	figures: z.literal('doubtful').optional().catch(undefined),
	/** `near`: shown nearly as often as the strictest published blueprint lets it be. */
	exposure: z.enum(exposureFilters).optional().catch(undefined),
	/** Id of a law that it cites. */
	law: z.uuid().optional().catch(undefined),
	q: z.string().trim().max(100).optional().catch(undefined),
	sort: z.enum(itemSorts).default('code').catch('code'),
	dir: z.enum(['asc', 'desc']).default('asc').catch('asc'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type ItemFilter = z.output<typeof itemFilterSchema>;
