import type { Context } from '$lib/server/context';
import { answerEntry } from '../answer.server';
import type { CountersignShadowing } from '../schema';

/**
 * The trainee adds a reflection and countersigns: from now on the minutes count (domain.md 8, step 4).
 * Authorises, writes and records audit in `answerEntry` (withTransaction, authorize, recordAudit), which the
 * dispute shares.
 */
export function countersignShadowing(ctx: Context, input: CountersignShadowing): Promise<{ id: string }> {
	return answerEntry(ctx, { entryId: input.entryId, act: 'countersign', words: input.reflection });
}
