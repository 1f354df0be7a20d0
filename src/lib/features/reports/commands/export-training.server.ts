import { authorizeAnywhere } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { csvOf, xlsxOf } from '$lib/server/sheets';
import type { ReportFilter } from '../filter';
import { requireReader } from '../population.server';
import { tablesToExport } from '../tables-to-export.server';

export type ExportFormat = 'xlsx' | 'csv';

/**
 * The training report as a workbook with every table, or the table of people as CSV. Who took it away, and what of,
 * is recorded; each row is one that the reader may read.
 */
export async function exportTraining(
	ctx: Context,
	filter: ReportFilter,
	format: ExportFormat
): Promise<Uint8Array> {
	return withTransaction(ctx, async (tx) => {
		authorizeAnywhere(ctx.actor, 'reports.training.read');
		requireReader(ctx);
		const tables = await tablesToExport({ ...ctx, db: tx }, filter);
		const bytes = format === 'xlsx' ? await xlsxOf(tables) : csvOf(tables[0]!);
		await recordAudit(tx, ctx, {
			action: 'reports.training.export',
			subject: { type: 'trainingReport', id: 'report' },
			after: { ...filter, format, people: tables[0]!.rows.length }
		});
		return bytes;
	});
}
