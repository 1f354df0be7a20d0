import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { loadVisit } from './load.server';
import { visitReportReviews, visitReports } from './tables.server';

/** A report that the officer may judge. Nobody judges their own. */
export async function reportToReview(tx: Database, ctx: Context, reportId: string) {
	const [report] = await tx.select().from(visitReports).where(eq(visitReports.id, reportId));
	if (!report) throw notFound();
	const { visit, members } = await loadVisit(tx, report.visitId);
	const member = members.find(({ personId }) => personId === report.personId);
	if (!member) throw notFound();
	const { personId, unitPath } = member;
	authorize(ctx.actor, 'visits.report.accept', { personId, unitPath, parties: { person: personId } });
	return { report, visit };
}

/** Writes what is said to a report, once: of two officers the second is refused. */
export async function writeReview(
	tx: Database,
	ctx: Context,
	reportId: string,
	review:
		{ outcome: 'accepted'; minutes: number; reason: string | null } | { outcome: 'returned'; reason: string }
): Promise<string> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const reviewedBy = ctx.actor.personId;
	await tx
		.insert(visitReportReviews)
		.values({ ...review, reportId, reviewedBy, reviewedAt: ctx.now })
		.catch((error: unknown) => {
			throw brokenConstraint(error)?.startsWith('visit_report_reviews')
				? conflict('visits.report.reviewed')
				: error;
		});
	return reviewedBy;
}
