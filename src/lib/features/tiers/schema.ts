import { z } from 'zod';
import { id, key, optionalText, requiredText } from '$lib/shared/form';

const ids = z
	.union([id.transform((one) => [one]), z.array(id)], key('tiers.decision.nobody'))
	.optional()
	.transform((list) => [...new Set(list ?? [])])
	.pipe(z.array(z.string()).min(1, key('tiers.decision.nobody')).max(200, key('tiers.decision.too_many')));

export const proposeSchema = z.object({ personIds: ids, reason: requiredText(1000) });
export type Propose = z.infer<typeof proposeSchema>;

export const decisionSchema = z.object({ decisionId: id, note: optionalText(1000) });
export type CloseDecision = { decisionId: string; note?: string | null };

/** A refusal says why. */
export const rejectSchema = z.object({ decisionId: id, note: requiredText(1000) });
export type RejectDecision = z.infer<typeof rejectSchema>;
