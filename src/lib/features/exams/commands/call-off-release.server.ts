import { eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { holdSitting } from '../places.server';
import type { CallOffRelease } from '../release/schema';
import { sittings } from '../tables.server';

/** Calls off a release that waits for its time: whoever may review or release results. */
export async function callOffRelease(ctx: Context, input: CallOffRelease): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const sitting = await holdSitting(tx, input.sittingId);
		if (!can(ctx.actor, 'exams.result.review').ok) authorize(ctx.actor, 'exams.result.release');
		if (sitting.releasedAt) throw conflict('exams.release.twice');
		if (!sitting.releaseDueAt) throw conflict('exams.release.not_scheduled');
		await tx
			.update(sittings)
			.set({ releaseDueAt: null, releaseDecidedBy: null })
			.where(eq(sittings.id, sitting.id));
		await recordAudit(tx, ctx, {
			action: 'exams.release.call_off',
			subject: { type: 'sitting', id: sitting.id },
			before: { dueAt: sitting.releaseDueAt }
		});
	});
}
