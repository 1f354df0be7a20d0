import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { claimToDecide, decideOn } from '../claim.server';
import type { RefuseOutside } from '../schema';

/** Refuses training outside with a reason and tells the person. Nobody refuses their own: they withdraw it. */
export async function refuseOutside(ctx: Context, { claimId, reason }: RefuseOutside): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const claim = await claimToDecide(tx, ctx, claimId);
		await decideOn(tx, ctx, claim, { state: 'refused', reason });
		const { personId, title } = claim;
		await notify(tx, ctx, {
			...{ personId, kind: 'credit.outsideRefused', params: { title } },
			...{ href: `/credit/outside/${claimId}`, cause: `credit.outside.refuse:${claimId}` }
		});
		await recordAudit(tx, ctx, {
			action: 'credit.outside.refuse',
			subject: { type: 'outsideTraining', id: claimId },
			personId,
			before: { title, state: 'submitted' },
			after: { state: 'refused', reason }
		});
	});
}
