import type { Context } from '$lib/server/context';
import { answerEntry } from '../answer.server';
import type { DisputeShadowing } from '../schema';

/**
 * The other side says, with a reason, that an entry is not what happened: its author may submit a corrected one, or HR
 * settles it. Authorises, writes and records audit in `answerEntry` (withTransaction, authorize,
 * recordAudit), which countersigning shares.
 */
export function disputeShadowing(ctx: Context, input: DisputeShadowing): Promise<{ id: string }> {
	return answerEntry(ctx, { entryId: input.entryId, act: 'dispute', words: input.reason });
}
