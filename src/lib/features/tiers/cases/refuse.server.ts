import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notify } from '$lib/features/notifications/index.server';
import type { DecisionRow } from '../subject.server';
import { isAdverse } from './kinds';
import { addSteps, moveCase, type NewStep } from './steps.server';
import { OWN_PAGE, tell } from './tell.server';

/** A review refuses a case: its proposer is told, and the person too when they knew of it. */
export async function refuseCase(
	tx: Database,
	ctx: Context,
	decision: DecisionRow,
	name: string,
	review: NewStep & { closedBy: string | null }
): Promise<void> {
	const { closedBy, ...step } = review;
	const closing = { closedBy, closedAt: ctx.now, closingNote: step.note ?? null };
	await moveCase(tx, decision, 'reject', 'rejected', closing);
	await addSteps(tx, ctx, decision.id, [step]);
	if (decision.proposedBy) {
		await notify(tx, ctx, {
			personId: decision.proposedBy,
			kind: 'tiers.rejected',
			params: { name },
			href: `/staff/decisions/${decision.id}`,
			cause: `tiers.decision.reject:${decision.id}:${decision.round}`
		});
	}
	if (isAdverse(decision.kind))
		await tell(tx, ctx, decision, decision.personId, 'dropped', { case: decision.kind }, OWN_PAGE);
}
