import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { aboutOf, holdRequest } from '../request-hold.server';
import type { ApproveRequest } from '../schema';
import { certificateRequestItems, certificateRequests } from '../tables.server';
import './issue-requested.server';

/**
 * Approves a request for certificates, which a job then issues. Not by who asked; the approver's own is left out
 * (domain 8.6: nobody decides on themselves).
 */
export async function approveRequest(ctx: Context, { requestId }: ApproveRequest): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const request = await holdRequest(tx, ctx, requestId);
		const decidedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(certificateRequests)
			.set({ outcome: 'approved', decidedBy, decidedAt: ctx.now })
			.where(eq(certificateRequests.id, requestId));
		await tx
			.update(certificateRequestItems)
			.set({ result: 'own' })
			.where(
				and(
					eq(certificateRequestItems.requestId, requestId),
					isNull(certificateRequestItems.result),
					sql`${certificateRequestItems.groundId} in (
						select a.id from attempts a where a.person_id = ${decidedBy}::uuid
						union all select c.id from completions c where c.person_id = ${decidedBy}::uuid
					)`
				)
			);
		await enqueue(tx, ctx, 'certificates.request.issue', { requestId });
		await recordAudit(tx, ctx, {
			action: 'certificates.request.approve',
			subject: { type: 'certificateRequest', id: requestId },
			after: { ...aboutOf(request), requestedBy: request.requestedBy }
		});
	});
}
