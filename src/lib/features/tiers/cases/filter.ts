import { z } from 'zod';
import { decisionKinds } from '../states';
import { LADDER } from '../rules';
import { proposeCasesSchema } from '../schema';
import { proposable } from './kinds';

const page = z.coerce.number().int().min(1).max(100_000).catch(1);
const word = z.string().max(60);
const ladder = word.catch(LADDER).default(LADDER);
const unit = z.uuid().nullable().catch(null).default(null);

/** Addresses of the pages about cases; what cannot be read falls back. */
export const exceptionFilterSchema = z.object({
	view: z.enum(['inForce', 'ended']).catch('inForce').default('inForce'),
	unit,
	page
});
export const retentionFilterSchema = z.object({ ladder, page });
export const rankingFilterSchema = z.object({
	ladder,
	tier: word.nullable().catch(null).default(null),
	unit
});
export const caseFormSchema = z.object({
	ladder,
	person: z.uuid().nullable().catch(null).default(null),
	kind: z
		.enum([...decisionKinds, ...proposable])
		.nullable()
		.catch(null)
		.default(null),
	ground: word.nullable().catch(null).default(null),
	q: z.string().trim().max(60).catch('').default('')
});

/** From the list of those who no longer satisfy their tier: for each what the standard says follows. */
export const retentionSchema = proposeCasesSchema
	.pick({ personIds: true, reason: true, ladder: true })
	.transform((input) => ({ ...input, kind: 'lapse' as const }));
