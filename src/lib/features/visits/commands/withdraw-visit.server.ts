import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { leaveAgendas } from '../agenda.server';
import { loadVisit, moveVisit } from '../load.server';
import type { WithdrawVisit } from '../schema';

/** Takes one's own request for a visit back while nobody has decided on it. */
export async function withdrawVisit(ctx: Context, { visitId }: WithdrawVisit): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { visit } = await loadVisit(tx, visitId);
		const personId = visit.createdBy;
		authorize(ctx.actor, 'visits.visit.request', { personId });
		if (visit.state !== 'requested') throw conflict('visits.visit.changed');
		await moveVisit(tx, ctx, visit, visit.revision, 'cancelled');
		await leaveAgendas(tx, visitId);
		await recordAudit(tx, ctx, {
			action: 'visits.visit.withdraw',
			subject: { type: 'studyVisit', id: visitId },
			personId,
			before: { title: visit.title, state: 'requested' },
			after: { state: 'cancelled' }
		});
	});
}
