import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { movedAt } from '../queries/requests.server';
import { aboutOf, mayFollow, unitPathsOf } from '../request-hold.server';
import { requestState } from '../requests';
import type { ApproveRequest } from '../schema';
import { certificateRequests } from '../tables.server';
import './issue-requested.server';

/**
 * Has the certificates of an approved request tried again after its job has failed for good; what is issued already stays.
 * For whoever may ask for or approve them: nothing is decided anew.
 */
export async function resumeRequest(ctx: Context, { requestId }: ApproveRequest): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [request] = await tx
			.select()
			.from(certificateRequests)
			.where(eq(certificateRequests.id, requestId))
			.for('update');
		if (!request) throw notFound();
		if (!mayFollow(ctx, await unitPathsOf(tx, requestId))) throw forbidden();
		const [moved] = await tx
			.select({ at: movedAt.mapWith(certificateRequests.decidedAt) })
			.from(certificateRequests)
			.where(eq(certificateRequests.id, requestId));
		if (requestState({ ...request, movedAt: moved!.at }, ctx.now) !== 'stalled')
			throw conflict('certificates.request.running');
		await tx
			.update(certificateRequests)
			.set({ resumedAt: ctx.now })
			.where(eq(certificateRequests.id, requestId));
		await enqueue(tx, ctx, 'certificates.request.issue', { requestId });
		await recordAudit(tx, ctx, {
			action: 'certificates.request.resume',
			subject: { type: 'certificateRequest', id: requestId },
			after: aboutOf(request)
		});
	});
}
