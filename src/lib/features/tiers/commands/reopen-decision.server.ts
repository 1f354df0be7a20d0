import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { judgeCase, refuse } from '../cases/judge.server';
import { reopenCase } from '../cases/reopen.server';
import { mayMove } from '../cases/steps.server';
import type { RejectDecision } from '../schema';
import { loadDecision } from '../subject.server';

/**
 * Opens a case again, with the reason: one that was refused, or one that was approved and has not taken effect. It
 * must still hold, and is reviewed anew from the beginning, in a new round.
 */
export async function reopenDecision(ctx: Context, input: RejectDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.approve', subject);
		if (!mayMove(decision.state, 'reopen')) throw conflict('tiers.decision.closed');
		const { policy, holds, policyVersionId, asOf, sealed } = await judgeCase(
			...([tx, decision, person, ctx.now, ctx.locale] as const)
		);
		if (decision.state === 'rejected') refuse(holds);
		const judged = { policyVersionId, asOf, sealed };
		await reopenCase(tx, ctx, decision, policy, { kind: 'reopen', note: input.note, judged });
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.reopen',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: decision.state, round: decision.round },
			after: { state: 'proposed', round: decision.round + 1, note: input.note }
		});
	});
}
