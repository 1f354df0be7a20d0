import { and, desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { loadVisit } from '../load.server';
import { decideReport, reportState } from '../rules';
import type { SubmitReport } from '../schema';
import { studyVisits, visitReportReviews, visitReports } from '../tables.server';

/**
 * A visitor reports on a visit that is over: what they saw and what they make of it. After a return the next version;
 * only one waits at a time. Returns the report's id.
 */
export async function submitReport(ctx: Context, input: SubmitReport): Promise<{ id: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	const { visitId, seen, applied } = input;
	return withTransaction(ctx, async (tx) => {
		// Two clicks: the second waits here and then sees the report of the first.
		await tx
			.select({ id: studyVisits.id })
			.from(studyVisits)
			.where(eq(studyVisits.id, visitId))
			.for('update');
		const { visit, members } = await loadVisit(tx, visitId);
		if (!members.some((member) => member.personId === personId)) throw notFound();
		authorize(ctx.actor, 'visits.visit.request', { personId });
		const [last] = await tx
			.select({ version: visitReports.version, outcome: visitReportReviews.outcome })
			.from(visitReports)
			.leftJoin(visitReportReviews, eq(visitReportReviews.reportId, visitReports.id))
			.where(and(eq(visitReports.visitId, visitId), eq(visitReports.personId, personId)))
			.orderBy(desc(visitReports.version))
			.limit(1);
		const today = dateIn(ctx.now);
		const decision = decideReport(visit, reportState(visit, last ?? null, today), today);
		if (!decision.ok) throw conflict(decision.code);
		const attachments: string[] = [];
		for (const file of input.files)
			attachments.push((await storeFile(tx, ctx, { ...file, kinds: ['document', 'picture'] })).id);
		const id = newId(ctx.now);
		const version = (last?.version ?? 0) + 1;
		await tx
			.insert(visitReports)
			.values({ id, visitId, personId, version, seen, applied, attachments, submittedAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'visits.report.submit',
			subject: { type: 'visitReport', id },
			personId,
			after: { title: visit.title, version, seen, applied, files: input.files.map(({ name }) => name) }
		});
		return { id };
	});
}
