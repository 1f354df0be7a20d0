import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { DecisionRow } from '../subject.server';
import { isAdverse } from './kinds';
import { addSteps, moveCase } from './steps.server';
import { OWN_PAGE, tell } from './tell.server';

/** Ends a case without a decision. The person is told when they knew of it: from its notice or approval on. */
export async function withdrawCase(
	tx: Database,
	ctx: Context,
	decision: DecisionRow,
	{ note, closedBy, bySystem }: { note: string | null; closedBy: string | null; bySystem?: boolean }
): Promise<void> {
	await moveCase(tx, decision, 'withdraw', 'withdrawn', { closedBy, closedAt: ctx.now, closingNote: note });
	await addSteps(tx, ctx, decision.id, [{ kind: 'withdraw', note, bySystem }]);
	if (decision.state !== 'proposed' || isAdverse(decision.kind))
		await tell(tx, ctx, decision, decision.personId, 'dropped', { case: decision.kind }, OWN_PAGE);
	if (decision.state !== 'proposed' && decision.closedBy)
		await tell(tx, ctx, decision, decision.closedBy, 'withdrawn', {}, `/staff/decisions/${decision.id}`);
}
