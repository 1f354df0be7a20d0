import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import { recordAudit } from '$lib/features/audit/index.server';
import { recordCredit } from '$lib/features/credit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { Refusal } from '$lib/shared/errors';
import { reportToReview, writeReview } from '../review.server';
import { decideCredit } from '../rules';
import type { AcceptReport } from '../schema';

/**
 * Accepts a visitor's report, which alone earns the credit of a visit: all of it, or less with a reason. It counts on
 * the visit's last day.
 */
export async function acceptReport(ctx: Context, { reportId, minutes, reason }: AcceptReport): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { report, visit } = await reportToReview(tx, ctx, reportId);
		const { personId } = report;
		const decision = decideCredit(visit.creditMinutes, minutes, reason);
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		const acceptedBy = await writeReview(tx, ctx, reportId, { outcome: 'accepted', minutes, reason });
		const { title } = visit;
		await recordCredit(tx, ctx, {
			...{ personId, source: { type: 'visit', id: visit.id }, title: { 'zh-CN': title, en: title } },
			...{ area: visit.area as KnowledgeArea, method: visit.method as DeliveryMethod, minutes },
			...{ earnedOn: visit.endsOn, acceptedBy }
		});
		await notify(tx, ctx, {
			...{ personId, kind: 'visits.reportAccepted', params: { title, hours: Math.round(minutes / 6) / 10 } },
			...{ href: `/visits/${visit.id}`, cause: `visits.report.accept:${reportId}` }
		});
		await recordAudit(tx, ctx, {
			action: 'visits.report.accept',
			subject: { type: 'visitReport', id: reportId },
			personId,
			after: { title, version: report.version, minutes, reason }
		});
	});
}
