import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { hashOf, readContent } from '../paper-content.server';
import { loadPaper } from '../paper-load.server';
import { papers } from '../tables.server';

/**
 * The first candidate has begun these papers: once for each, and only as they were sealed. In the caller's transaction.
 * No authorisation: the exam that uses them has asked. No transaction: the caller's.
 */
export async function markPapersUsed(tx: Database, ctx: Context, paperIds: readonly string[]): Promise<void> {
	if (!paperIds.length) return;
	const sealed = await tx
		.select({ id: papers.id })
		.from(papers)
		.where(and(inArray(papers.id, [...paperIds]), eq(papers.status, 'sealed')))
		.orderBy(papers.id);
	for (const { id } of sealed) {
		const loaded = await loadPaper(tx, id, true);
		if (loaded.paper.status !== 'sealed') continue;
		if (hashOf(await readContent(tx, loaded)) !== loaded.paper.contentHash)
			throw conflict('bank.paper.tampered');
		await tx
			.update(papers)
			.set({ status: 'used' })
			.where(and(eq(papers.id, id), eq(papers.status, 'sealed')));
		await recordAudit(tx, ctx, {
			action: 'bank.paper.use',
			subject: { type: 'paper', id },
			after: { status: 'used' }
		});
	}
}

/**
 * The results of these papers are out: those who read the bank may read them again. In the caller's transaction.
 * No authorisation: the exam that releases them has asked.
 */
export async function markPapersReleased(
	tx: Database,
	ctx: Context,
	paperIds: readonly string[]
): Promise<void> {
	if (!paperIds.length) return;
	const released = await tx
		.update(papers)
		.set({ status: 'released' })
		.where(and(inArray(papers.id, [...paperIds]), eq(papers.status, 'used')))
		.returning({ id: papers.id });
	for (const { id } of released)
		await recordAudit(tx, ctx, {
			action: 'bank.paper.release',
			subject: { type: 'paper', id },
			after: { status: 'released' }
		});
}
