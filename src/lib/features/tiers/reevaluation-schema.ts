import { z } from 'zod';
import { id, requiredText } from '$lib/shared/form';

export const reevaluationStates = ['open', 'settled'] as const;

export const reevaluationFilterSchema = z.object({
	state: z.enum(reevaluationStates).catch('open').default('open'),
	page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1)
});
export type ReevaluationFilter = z.infer<typeof reevaluationFilterSchema>;

/** Whoever has looked says what follows. */
export const settleReevaluationSchema = z.object({ reevaluationId: id, note: requiredText(2000) });
export type SettleReevaluation = z.infer<typeof settleReevaluationSchema>;
