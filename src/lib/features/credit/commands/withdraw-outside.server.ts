import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import type { WithdrawOutside } from '../schema';
import { outsideTrainings } from '../tables.server';

/** Takes one's own claim back while nobody has decided on it. */
export async function withdrawOutside(ctx: Context, { claimId }: WithdrawOutside): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [claim] = await tx.select().from(outsideTrainings).where(eq(outsideTrainings.id, claimId));
		if (!claim) throw notFound();
		const { personId, title } = claim;
		authorize(ctx.actor, 'credit.outside.claim', { personId });
		const written = await tx
			.update(outsideTrainings)
			.set({ state: 'withdrawn', decidedBy: personId, decidedAt: ctx.now })
			.where(and(eq(outsideTrainings.id, claimId), eq(outsideTrainings.state, 'submitted')))
			.returning({ id: outsideTrainings.id });
		if (!written.length) throw conflict('credit.outside.decided');
		await recordAudit(tx, ctx, {
			action: 'credit.outside.withdraw',
			subject: { type: 'outsideTraining', id: claimId },
			personId,
			before: { title, state: 'submitted' },
			after: { state: 'withdrawn' }
		});
	});
}
