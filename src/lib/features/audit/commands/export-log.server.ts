import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { csvLine } from '$lib/shared/csv';
import type { AuditFilter } from '../filter';
import { eachEntry } from '../queries.server';
import { recordAudit } from '../record.server';
import { asked } from './read-log.server';

const HEAD = [
	'seq',
	'at',
	'actor',
	'actor_id',
	'action',
	'subject_type',
	'subject_id',
	'person_id',
	'before',
	'after',
	'request_id',
	'hash'
];

/**
 * The filtered entries as CSV (UTF-8 with a byte order mark, for spreadsheets), made while it is read. The export
 * is recorded before the first line leaves.
 */
export async function exportLog(
	ctx: Context,
	filter: AuditFilter,
	personIds: readonly string[] | null
): Promise<ReadableStream<Uint8Array>> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'audit.log.read');
		await recordAudit(tx, ctx, {
			action: 'audit.log.export',
			subject: { type: 'auditLog', id: 'log' },
			after: asked(filter)
		});
	});
	const pages = eachEntry(ctx.db, filter, personIds);
	const encoder = new TextEncoder();
	return new ReadableStream({
		start: (out) => out.enqueue(encoder.encode(`\uFEFF${csvLine(HEAD)}`)),
		async pull(out) {
			const { value: rows, done } = await pages.next();
			if (done) return out.close();
			const lines = rows.map((row) =>
				csvLine([
					row.seq,
					row.at.toISOString(),
					row.actorName,
					row.actorId,
					row.action,
					row.subjectType,
					row.subjectId,
					row.personId,
					json(row.before),
					json(row.after),
					row.requestId,
					row.hash
				])
			);
			out.enqueue(encoder.encode(lines.join('')));
		}
	});
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
