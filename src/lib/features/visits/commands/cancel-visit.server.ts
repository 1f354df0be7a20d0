import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { leaveAgendas } from '../agenda.server';
import { authorizeManaging, loadVisit, moveVisit } from '../load.server';
import type { CloseVisit } from '../schema';
import { studyVisits, visitReports } from '../tables.server';

/** Calls a visit off with a reason, as long as nobody has reported on it; everybody who was to go is told. */
export async function cancelVisit(ctx: Context, { visitId, revision, reason }: CloseVisit): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		// Held, so that no report comes in meanwhile.
		await tx
			.select({ id: studyVisits.id })
			.from(studyVisits)
			.where(eq(studyVisits.id, visitId))
			.for('update');
		const { visit, members } = await loadVisit(tx, visitId);
		authorizeManaging(ctx, members);
		const [report] = await tx
			.select({ id: visitReports.id })
			.from(visitReports)
			.where(and(eq(visitReports.visitId, visitId)))
			.limit(1);
		if (report) throw conflict('visits.visit.reported');
		await moveVisit(tx, ctx, visit, revision, 'cancelled', reason);
		await leaveAgendas(tx, visitId);
		for (const { personId } of members) {
			await notify(tx, ctx, {
				...{ personId, kind: 'visits.cancelled', params: { title: visit.title, on: visit.startsOn } },
				...{ href: `/visits/${visitId}`, cause: `visits.visit.cancel:${visitId}` }
			});
		}
		await recordAudit(tx, ctx, {
			action: 'visits.visit.cancel',
			subject: { type: 'studyVisit', id: visitId },
			personId: members.length === 1 ? members[0]!.personId : null,
			before: { title: visit.title, state: visit.state },
			after: { state: 'cancelled', reason }
		});
	});
}
