import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { leaveAgendas } from '../agenda.server';
import { authorizeManaging, loadVisit, moveVisit } from '../load.server';
import type { CloseVisit } from '../schema';

/** Refuses a visit that was asked for, with a reason that the person is told. */
export async function refuseVisit(ctx: Context, { visitId, revision, reason }: CloseVisit): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { visit, members } = await loadVisit(tx, visitId);
		authorizeManaging(ctx, members);
		await moveVisit(tx, ctx, visit, revision, 'refused', reason);
		await leaveAgendas(tx, visitId);
		for (const { personId } of members) {
			await notify(tx, ctx, {
				...{ personId, kind: 'visits.refused', params: { title: visit.title } },
				...{ href: `/visits/${visitId}`, cause: `visits.visit.refuse:${visitId}` }
			});
		}
		await recordAudit(tx, ctx, {
			action: 'visits.visit.refuse',
			subject: { type: 'studyVisit', id: visitId },
			personId: members.length === 1 ? members[0]!.personId : null,
			before: { title: visit.title, state: visit.state },
			after: { state: 'refused', reason }
		});
	});
}
