import { z } from 'zod';
import { decisionKinds, decisionStates } from './states';

export const boardViews = [
	'all',
	'eligible',
	'oneMissing',
	'expiring',
	'proposed',
	/** No longer satisfy the tier they hold; with an exception in force; whose appointment runs out. */
	'lapsed',
	'excepted',
	'ending'
] as const;
export type BoardView = (typeof boardViews)[number];

const choice = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) =>
	z.enum(values).catch(fallback as never);

/** The board's address as a filter; what cannot be read falls back to everything. */
export const boardFilterSchema = z.object({
	/** Null: the reader's first with people. */
	ladder: z.string().max(60).nullable().catch(null).default(null),
	view: choice(boardViews, 'all'),
	unit: z.uuid().nullable().catch(null).default(null),
	tier: z.string().max(40).nullable().catch(null).default(null),
	q: z.string().trim().max(60).catch('').default(''),
	sort: choice(['name', 'unit', 'tier', 'requirements'], 'requirements'),
	dir: choice(['asc', 'desc'], 'asc'),
	page: z.coerce.number().int().min(1).max(100_000).catch(1)
});
export type BoardFilter = z.infer<typeof boardFilterSchema>;

export const decisionFilterSchema = z.object({
	state: z.enum(decisionStates).nullable().catch(null).default(null),
	kind: z.enum(decisionKinds).nullable().catch(null).default(null),
	campaign: z.uuid().nullable().catch(null).default(null),
	q: z.string().trim().max(60).catch('').default(''),
	page: z.coerce.number().int().min(1).max(100_000).catch(1)
});
export type DecisionFilter = Omit<z.infer<typeof decisionFilterSchema>, 'kind' | 'campaign'> &
	Partial<Pick<z.infer<typeof decisionFilterSchema>, 'kind' | 'campaign'>>;

export const fromAddress = <S extends z.ZodType>(schema: S, url: URL): z.output<S> =>
	schema.parse(Object.fromEntries(url.searchParams));
