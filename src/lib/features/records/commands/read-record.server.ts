import type { Context } from '$lib/server/context';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import type { RecordFormat } from '../file';
import { loadRecord } from '../load.server';
import { RECORD_READ } from '../parts/around.server';
import { recordPdf } from '../record-pdf.server';
import { recordText, sealRecord } from '../seal.server';
import { subjectOf } from '../subject.server';

/**
 * The file of somebody's exam, once it is handed in, with the SHA-256 of each part and of the whole: as canonical JSON, or as a PDF
 * in the reader's language. As long as nothing happens to the attempt it is the same file. Every look is recorded with the hash of
 * what was read. Throws notFound and forbidden.
 */
export async function readRecord(
	ctx: Context,
	{ attemptId, format }: { attemptId: string; format: RecordFormat }
): Promise<{ name: string; bytes: Uint8Array }> {
	return withTransaction(ctx, async (tx) => {
		const subject = await subjectOf(tx, attemptId);
		authorize(ctx.actor, 'records.file.read', subject);
		const sealed = sealRecord(attemptId, await loadRecord(tx, attemptId));
		const { sha256 } = sealed;
		const bytes =
			format === 'pdf' ? await recordPdf(sealed, ctx.locale) : new TextEncoder().encode(recordText(sealed));
		await recordAudit(tx, ctx, {
			action: RECORD_READ,
			subject: { type: 'attempt', id: attemptId },
			personId: subject.personId,
			after: { format, sha256 }
		});
		return { name: `exam-record-${sha256.slice(0, 12)}.${format}`, bytes };
	});
}
