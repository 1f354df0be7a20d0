import type { Context } from '$lib/server/context';
import { answerEntry } from '../answer.server';
import type { CountersignShadowing } from '../schema';

/**
 * The other side countersigns, the trainee with a reflection, the mentor with what they observed: from now on the
 * minutes count, unless a flag stands against them (domain.md 8, step 4).
 * Authorises, writes and records audit in `answerEntry` (withTransaction, authorize, recordAudit), which the
 * dispute shares.
 */
export function countersignShadowing(ctx: Context, input: CountersignShadowing): Promise<{ id: string }> {
	return answerEntry(ctx, {
		entryId: input.entryId,
		act: 'countersign',
		words: input.reflection,
		rubric: input.rubric
	});
}
