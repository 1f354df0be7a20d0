import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { requestTitle } from '../queries/requests.server';
import { aboutOf, holdRequest } from '../request-hold.server';
import type { RejectRequest } from '../schema';
import { certificateRequestItems, certificateRequests } from '../tables.server';

/** Rejects a request for certificates with the reason, and tells who asked. The same people may be asked for again. */
export async function rejectRequest(ctx: Context, { requestId, reason }: RejectRequest): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const request = await holdRequest(tx, ctx, requestId);
		const { requestedBy } = request;
		const decidedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(certificateRequests)
			.set({ outcome: 'rejected', reason, decidedBy, decidedAt: ctx.now, finishedAt: ctx.now })
			.where(eq(certificateRequests.id, requestId));
		await tx
			.update(certificateRequestItems)
			.set({ result: 'rejected' })
			.where(and(eq(certificateRequestItems.requestId, requestId), isNull(certificateRequestItems.result)));
		if (requestedBy) {
			await notify(tx, ctx, {
				personId: requestedBy,
				kind: 'certificates.rejected',
				params: { exam: await requestTitle(tx, requestId) },
				href: `/staff/certificates/requests/${requestId}`,
				cause: `certificates.rejected:${requestId}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'certificates.request.reject',
			subject: { type: 'certificateRequest', id: requestId },
			after: { ...aboutOf(request), requestedBy, reason }
		});
	});
}
