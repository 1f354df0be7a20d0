import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import type { CloseDecision } from '../schema';
import { loadDecision } from '../subject.server';
import { decisions } from '../tables.server';

/** Takes back a proposal; only whoever made it can. */
export async function withdrawDecision(ctx: Context, input: CloseDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.propose', subject);
		if (ctx.actor.kind === 'person' && ctx.actor.personId !== decision.proposedBy) {
			throw forbidden('tiers.decision.not_proposer');
		}
		const closed = await tx
			.update(decisions)
			.set({
				state: 'withdrawn',
				closedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				closedAt: ctx.now,
				closingNote: input.note ?? null
			})
			.where(and(eq(decisions.id, decision.id), eq(decisions.state, 'proposed')))
			.returning({ id: decisions.id });
		if (!closed.length) throw conflict('tiers.decision.closed');
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.withdraw',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: 'proposed' },
			after: { state: 'withdrawn', note: input.note ?? null }
		});
	});
}
