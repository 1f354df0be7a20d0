import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { reportToReview, writeReview } from '../review.server';
import type { ReturnReport } from '../schema';

/** Sends a report back with what it lacks; its next version follows. */
export async function returnReport(ctx: Context, { reportId, reason }: ReturnReport): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { report, visit } = await reportToReview(tx, ctx, reportId);
		const { personId, version } = report;
		await writeReview(tx, ctx, reportId, { outcome: 'returned', reason });
		await notify(tx, ctx, {
			...{ personId, kind: 'visits.reportReturned', params: { title: visit.title } },
			...{ href: `/visits/${visit.id}`, cause: `visits.report.return:${reportId}` }
		});
		await recordAudit(tx, ctx, {
			action: 'visits.report.return',
			subject: { type: 'visitReport', id: reportId },
			personId,
			after: { title: visit.title, version, reason }
		});
	});
}
