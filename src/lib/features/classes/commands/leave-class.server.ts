import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { endEnrolment } from '../leave.server';
import { lockClass } from '../load.server';

/**
 * Ends the enrolment of somebody who has left the organisation: only the system does. Audit is recorded in
 * `endEnrolment` (recordAudit), which withdrawing shares.
 */
export async function leaveClass(ctx: Context, input: { classId: string; personId: string }): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorize(ctx.actor, 'classes.class.enrol', { personId: input.personId });
		await endEnrolment(tx, ctx, row, input.personId);
	});
}
