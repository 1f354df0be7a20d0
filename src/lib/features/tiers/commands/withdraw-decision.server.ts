import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden } from '$lib/shared/errors';
import { withdrawCase } from '../cases/withdraw.server';
import { actorIdOf } from '../cases/steps.server';
import type { CloseDecision } from '../schema';
import { loadDecision } from '../subject.server';

/** Takes back a case that has not taken effect; only whoever proposed it can. */
export async function withdrawDecision(ctx: Context, input: CloseDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.propose', subject);
		if (ctx.actor.kind === 'person' && ctx.actor.personId !== decision.proposedBy) {
			throw forbidden('tiers.decision.not_proposer');
		}
		await withdrawCase(tx, ctx, decision, { note: input.note ?? null, closedBy: actorIdOf(ctx) });
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.withdraw',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: decision.state },
			after: { state: 'withdrawn', note: input.note ?? null }
		});
	});
}
