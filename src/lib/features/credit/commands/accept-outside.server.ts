import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { Refusal } from '$lib/shared/errors';
import { claimToDecide, decideOn } from '../claim.server';
import { recordCredit } from '../record.server';
import { decideAcceptance } from '../rules';
import type { AcceptOutside } from '../schema';

/**
 * Accepts training outside, whole or in part with a reason, writes its credit into the ledger on its last day, and
 * tells the person. Nobody accepts their own.
 */
export async function acceptOutside(ctx: Context, input: AcceptOutside): Promise<void> {
	const { claimId, minutes, reason } = input;
	await withTransaction(ctx, async (tx) => {
		const claim = await claimToDecide(tx, ctx, claimId);
		const decision = decideAcceptance(claim.minutes, minutes, reason);
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		await decideOn(tx, ctx, claim, { state: 'accepted', reason });
		const { personId, title } = claim;
		await recordCredit(tx, ctx, {
			...{ personId, source: { type: 'outside', id: claimId }, title: { 'zh-CN': title, en: title } },
			...{ area: claim.area as KnowledgeArea, method: claim.method as DeliveryMethod, minutes },
			...{ earnedOn: claim.endedOn, acceptedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null }
		});
		await notify(tx, ctx, {
			...{ personId, kind: 'credit.outsideAccepted', params: { title, hours: Math.round(minutes / 6) / 10 } },
			...{ href: `/credit/outside/${claimId}`, cause: `credit.outside.accept:${claimId}` }
		});
		await recordAudit(tx, ctx, {
			action: 'credit.outside.accept',
			subject: { type: 'outsideTraining', id: claimId },
			personId,
			before: { title, state: 'submitted', minutes: claim.minutes },
			after: { state: 'accepted', minutes, reason }
		});
	});
}
