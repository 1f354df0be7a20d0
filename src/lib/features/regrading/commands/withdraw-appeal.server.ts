import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { loadAppeal } from '../appeal-load.server';
import { personOf } from '../load.server';
import type { WithdrawAppeal } from '../schema';
import { appeals } from '../tables.server';

/** A candidate takes their appeal back, as long as nobody has decided it. It does not count as one then. */
export async function withdrawAppeal(ctx: Context, { appealId }: WithdrawAppeal): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { attempt, state } = await loadAppeal(tx, appealId, true);
		if (attempt.personId !== personOf(ctx)) throw notFound();
		authorize(ctx.actor, 'regrading.appeal.make', { personId: attempt.personId });
		if (state === 'withdrawn') throw conflict('appeals.state.withdrawn');
		if (state !== 'open') throw conflict('appeals.state.decided');
		await tx.update(appeals).set({ withdrawnAt: ctx.now }).where(eq(appeals.id, appealId));
		await recordAudit(tx, ctx, {
			action: 'regrading.appeal.withdraw',
			subject: { type: 'appeal', id: appealId }
		});
	});
}
