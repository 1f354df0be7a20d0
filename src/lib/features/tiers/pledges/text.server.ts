import { createHash } from 'node:crypto';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { pledgeTexts } from '../tables.server';
import { signatureToHash, wordsToHash, type PledgeWords } from './rules';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const hashOfText = (words: PledgeWords): string => sha256(wordsToHash(words));
export const hashOfSignature = (text: string, signer: string, at: Date): string =>
	sha256(signatureToHash(text, signer, at));

/** Writes a version of a letter with its audit entry; null when that version is there already. */
export async function insertText(
	tx: Database,
	ctx: Context,
	{ code, version, ...words }: PledgeWords & { code: string; version: number }
): Promise<string | null> {
	const row = { code, version, ...words, sha256: hashOfText(words) };
	const [inserted] = await tx
		.insert(pledgeTexts)
		.values({
			...row,
			id: newId(ctx.now),
			publishedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			publishedAt: ctx.now
		})
		.onConflictDoNothing()
		.returning({ id: pledgeTexts.id });
	if (!inserted) return null;
	await recordAudit(tx, ctx, {
		action: 'tiers.pledge.publish',
		subject: { type: 'pledgeText', id: inserted.id },
		after: { code, version, sha256: row.sha256 }
	});
	return inserted.id;
}
