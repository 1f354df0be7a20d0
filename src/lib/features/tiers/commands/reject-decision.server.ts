import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { RejectDecision } from '../schema';
import { loadDecision } from '../subject.server';
import { decisions } from '../tables.server';

/** Refuses a proposal, with the reason. Those who may not approve it may not refuse it either. */
export async function rejectDecision(ctx: Context, input: RejectDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.approve', subject);
		const closed = await tx
			.update(decisions)
			.set({
				state: 'rejected',
				closedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				closedAt: ctx.now,
				closingNote: input.note
			})
			.where(and(eq(decisions.id, decision.id), eq(decisions.state, 'proposed')))
			.returning({ id: decisions.id });
		if (!closed.length) throw conflict('tiers.decision.closed');
		if (decision.proposedBy) {
			await notify(tx, ctx, {
				personId: decision.proposedBy,
				kind: 'tiers.rejected',
				params: { name: person.name },
				href: `/staff/decisions/${decision.id}`,
				cause: `tiers.decision.reject:${decision.id}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.reject',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: 'proposed' },
			after: { state: 'rejected', note: input.note }
		});
	});
}
