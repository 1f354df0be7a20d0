import { asc, desc, eq, inArray, and } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { files } from '../../files/tables.server';
import { people } from '../../people/tables.server';
import { reportState } from '../rules';
import { studyVisits, visitMembers, visitReportReviews, visitReports } from '../tables.server';

/** A report as it was sent, with what was said to it. */
export interface ListedReport {
	id: string;
	personId: string;
	version: number;
	seen: string;
	applied: string;
	attachments: { id: string; name: string; size: number }[];
	submittedAt: string;
	review: {
		outcome: 'accepted' | 'returned';
		minutes: number | null;
		reason: string | null;
		by: string;
		at: string;
	} | null;
}

/** The reports of a visit, of one visitor or of all, the newest version first. Asks no permission. */
export async function reportsOf(db: Database, visitId: string, personId?: string): Promise<ListedReport[]> {
	const rows = await db
		.select({ report: visitReports, review: visitReportReviews, by: people.name })
		.from(visitReports)
		.leftJoin(visitReportReviews, eq(visitReportReviews.reportId, visitReports.id))
		.leftJoin(people, eq(people.id, visitReportReviews.reviewedBy))
		.where(and(eq(visitReports.visitId, visitId), personId ? eq(visitReports.personId, personId) : undefined))
		.orderBy(asc(visitReports.personId), desc(visitReports.version));
	const ids = rows.flatMap(({ report }) => report.attachments);
	const known = ids.length
		? await db
				.select({ id: files.id, name: files.name, size: files.size })
				.from(files)
				.where(inArray(files.id, ids))
		: [];
	return rows.map(({ report, review, by }) => ({
		...{ id: report.id, personId: report.personId, version: report.version },
		...{ seen: report.seen, applied: report.applied, submittedAt: report.submittedAt.toISOString() },
		attachments: report.attachments.flatMap((id) => known.find((file) => file.id === id) ?? []),
		review: review && {
			...{ outcome: review.outcome, minutes: review.minutes, reason: review.reason, by: by ?? '' },
			at: review.reviewedAt.toISOString()
		}
	}));
}

/** One's own visits, those to come and to report on first, then back in time. */
export async function listMyVisits(ctx: Context) {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'visits.visit.read', { personId });
	const today = dateIn(ctx.now);
	const visits = await ctx.db
		.select({ visit: studyVisits })
		.from(visitMembers)
		.innerJoin(studyVisits, eq(studyVisits.id, visitMembers.visitId))
		.where(eq(visitMembers.personId, personId))
		.orderBy(desc(studyVisits.startsOn), desc(studyVisits.id));
	const last = await ctx.db
		.selectDistinctOn([visitReports.visitId], {
			visitId: visitReports.visitId,
			outcome: visitReportReviews.outcome
		})
		.from(visitReports)
		.leftJoin(visitReportReviews, eq(visitReportReviews.reportId, visitReports.id))
		.where(eq(visitReports.personId, personId))
		.orderBy(visitReports.visitId, desc(visitReports.version));
	const of = new Map(last.map((row) => [row.visitId, row]));
	const rows = visits.map(({ visit }) => ({
		...{ id: visit.id, title: visit.title, host: visit.host, method: visit.method, state: visit.state },
		...{ startsOn: visit.startsOn, endsOn: visit.endsOn, creditMinutes: visit.creditMinutes },
		report: reportState(visit, of.get(visit.id) ?? null, today)
	}));
	const isOpen = (row: (typeof rows)[number]) => row.report === 'due' || row.report === 'returned';
	return { rows: [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))], today };
}
