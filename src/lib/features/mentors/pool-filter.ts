import { z } from 'zod';
import { id, optionalText } from '$lib/shared/form';
import { customerKinds, languages, poolStates } from './vocabulary';

export const PAGE_SIZE = 25;
export const poolSorts = ['name', 'unit', 'free', 'load', 'minutes', 'completed', 'passed', 'state'] as const;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
	z.enum(values).nullable().catch(null).default(null);

/** The filter of the pool's page from its address; what it does not understand it leaves out. */
export const poolFilterSchema = z.object({
	q: optionalText(100).catch(null),
	unit: id.nullable().catch(null).default(null),
	state: oneOf(poolStates),
	/** Only those who guide more than they have places for. */
	over: z.literal('1').nullable().catch(null).default(null),
	step: z.coerce.number().int().min(1).max(7).nullable().catch(null).default(null),
	customer: oneOf(customerKinds),
	language: oneOf(languages),
	sort: z.enum(poolSorts).catch('free').default('free'),
	dir: z.enum(['asc', 'desc']).catch('asc').default('asc'),
	page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1)
});
export type PoolFilter = z.output<typeof poolFilterSchema>;

/** A page's filter from its address. */
export const fromAddress = <S extends z.ZodType>(schema: S, query: URLSearchParams): z.output<S> =>
	schema.parse(Object.fromEntries([...query].filter(([, value]) => value !== '')));
