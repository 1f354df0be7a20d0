import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { keepInAgendas } from '../agenda.server';
import { authorizeManaging, loadVisit, moveVisit } from '../load.server';
import { decideApproval } from '../rules';
import type { ApproveVisit } from '../schema';

/** Approves a visit that was asked for, before it begins; it takes the visitor's time from now on. */
export async function approveVisit(ctx: Context, { visitId, revision }: ApproveVisit): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { visit, members } = await loadVisit(tx, visitId);
		authorizeManaging(ctx, members);
		const decision = decideApproval(visit, dateIn(ctx.now));
		if (!decision.ok && visit.state === 'requested') throw conflict(decision.code);
		await moveVisit(tx, ctx, visit, revision, 'approved');
		const ids = members.map(({ personId }) => personId);
		await keepInAgendas(tx, ctx, visit, ids, false);
		for (const personId of ids) {
			await notify(tx, ctx, {
				...{ personId, kind: 'visits.approved', params: { title: visit.title, on: visit.startsOn } },
				...{ href: `/visits/${visitId}`, cause: `visits.visit.approve:${visitId}` }
			});
		}
		await recordAudit(tx, ctx, {
			action: 'visits.visit.approve',
			subject: { type: 'studyVisit', id: visitId },
			personId: ids.length === 1 ? ids[0]! : null,
			before: { title: visit.title, state: visit.state },
			after: { state: 'approved' }
		});
	});
}
