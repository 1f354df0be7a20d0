import type { AuditEntry } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { log } from '$lib/server/log';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { hashOf, readContent, type PaperContent } from './paper-content.server';
import { loadPaper, type LoadedPaper } from './paper-load.server';
import type { OpeningPurpose } from './states';
import { paperOpenings } from './tables.server';

/** What a paper holds, compared with its seal where it has one. Throws a conflict where it is not what was sealed. */
export async function readSealed(
	tx: Database,
	loaded: LoadedPaper
): Promise<{ content: PaperContent; contentHash: string }> {
	const content = await readContent(tx, loaded);
	const contentHash = hashOf(content);
	const { id, contentHash: sealed } = loaded.paper;
	if (sealed !== null && contentHash !== sealed) {
		log.error({ paper: id, contentHash }, 'a sealed paper is not what was sealed');
		throw conflict('bank.paper.tampered');
	}
	return { content, contentHash };
}

/** Keeps that somebody opened a paper, and for what. Gives the entry for the audit log. */
export async function keepOpening(
	tx: Database,
	ctx: Context,
	opening: { paperId: string; personId: string; purpose: OpeningPurpose; contentHash: string }
): Promise<AuditEntry> {
	await tx.insert(paperOpenings).values({ ...opening, id: newId(ctx.now), openedAt: ctx.now });
	const { paperId, purpose, contentHash } = opening;
	return {
		action: 'bank.paper.open',
		subject: { type: 'paper', id: paperId },
		after: { purpose, contentHash }
	};
}

/**
 * Opens a sealed paper, on record, to somebody who is none of its openers and was named by another act: that act asks for
 * permission, and records the entry that this gives.
 */
export async function openForJudging(
	tx: Database,
	ctx: Context,
	{ paperId, personId }: { paperId: string; personId: string }
): Promise<AuditEntry> {
	const { contentHash } = await readSealed(tx, await loadPaper(tx, paperId));
	return keepOpening(tx, ctx, { paperId, personId, purpose: 'judge', contentHash });
}
