import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { holdPlan, titleOf } from '../plan.server';
import type { OfSitting } from '../schema';
import { markingTasks } from '../tables.server';

/** Reminds everybody who has answers left to mark, once a day at most. Authorised by `holdPlan`. */
export async function remindMarkers(ctx: Context, { sittingId }: OfSitting): Promise<{ markers: number }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting } = await holdPlan(tx, ctx, sittingId);
		const behind = await tx
			.selectDistinct({ personId: markingTasks.markerId })
			.from(markingTasks)
			.where(
				and(
					eq(markingTasks.sittingId, sittingId),
					isNull(markingTasks.submittedAt),
					isNull(markingTasks.withdrawnAt)
				)
			);
		if (!behind.length) throw conflict('marking.remind.nobody');
		await notifyMany(
			tx,
			ctx,
			behind.map(({ personId }) => ({
				...{ personId, kind: 'marking.remind', params: { exam: titleOf(sitting) } },
				...{ href: '/staff/marking', cause: `marking.remind:${sittingId}:${dateIn(ctx.now)}` }
			}))
		);
		await recordAudit(tx, ctx, {
			action: 'marking.markers.remind',
			subject: { type: 'sitting', id: sittingId },
			after: { markerIds: behind.map(({ personId }) => personId) }
		});
		return { markers: behind.length };
	});
}
