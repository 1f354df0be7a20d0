import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { keepDraft } from '../keep-draft.server';
import type { SaveMark } from '../schema';

/**
 * Keeps a draft as a page sends it by itself. Authorised by `ownTask`.
 *
 * No authorisation: `keepDraft` asks. No audit: a draft is nobody's mark yet; what is handed in stands in the record.
 */
export async function saveDraft(ctx: Context, input: SaveMark): Promise<{ revision: number }> {
	return withTransaction(ctx, async (tx) => {
		const { revision } = await keepDraft(tx, ctx, input, false);
		return { revision };
	});
}
