import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { holdSheet, writeSheet } from '../scoring.server';
import type { SaveSheet } from '../schema';

/**
 * Keeps a draft of an examiner's own sheet, on top of the version that it was opened on. Authorised by `holdSheet`.
 *
 * No audit: a draft decides nothing; what is handed in is recorded.
 */
export async function saveSheet(
	ctx: Context,
	input: SaveSheet
): Promise<{ candidateId: string; version: number; savedAt: string }> {
	return withTransaction(ctx, async (tx) => {
		const sheet = await holdSheet(tx, ctx, input);
		const version = await writeSheet(tx, ctx, sheet, { ...input, totalHundredths: null });
		return { candidateId: input.candidateId, version, savedAt: ctx.now.toISOString() };
	});
}
