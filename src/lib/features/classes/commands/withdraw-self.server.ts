import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { endEnrolment } from '../leave.server';
import { lockClass, personOf } from '../load.server';
import type { ClassId } from '../schema';

/**
 * The signed-in person gives up their place, their wait or their request, until the class begins; the next moves up.
 * Audit is recorded in `endEnrolment` (recordAudit), which leaving the organisation shares.
 */
export async function withdrawSelf(ctx: Context, { classId }: ClassId): Promise<{ id: string }> {
	const personId = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, classId);
		authorize(ctx.actor, 'classes.class.enrol', { personId });
		await endEnrolment(tx, ctx, row, personId);
		return { id: row.id };
	});
}
