import { and, count, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { getPolicy } from '../queries/policies.server';
import { loadDecision, type DecisionRow } from '../subject.server';
import { inquiries } from '../tables.server';
import { reopenCase } from './reopen.server';
import { addSteps } from './steps.server';

/** Objections to a case's present round that nobody has answered; while there are any it does not take effect. */
export async function openObjections(
	db: Database,
	{ id, round }: Pick<DecisionRow, 'id' | 'round'>
): Promise<number> {
	const [row] = await db
		.select({ n: count() })
		.from(inquiries)
		.where(
			and(
				eq(inquiries.decisionId, id),
				eq(inquiries.round, round),
				eq(inquiries.kind, 'objection'),
				isNull(inquiries.answeredAt)
			)
		);
	return row?.n ?? 0;
}

/**
 * What the answer to an objection makes of its case: one that was found right opens it again, in a new round, as long
 * as it has not taken effect. Call it in the transaction that writes the answer, before that one's audit entry.
 */
export async function settleObjection(
	tx: Database,
	ctx: Context,
	objection: { decisionId: string; round: number | null; upheld: boolean }
): Promise<void> {
	const { decision } = await loadDecision(tx, objection.decisionId, { lock: true });
	const holdsBack = decision.state === 'notice' || decision.state === 'approved';
	if (!holdsBack || objection.round !== decision.round) return;
	await addSteps(tx, ctx, decision.id, [{ kind: 'answer', note: objection.upheld ? 'upheld' : 'notUpheld' }]);
	if (!objection.upheld) return;
	const { policy } = await getPolicy(tx, decision.policyVersionId);
	await reopenCase(tx, ctx, decision, policy, { kind: 'reopen', note: 'objection', bySystem: true });
	await recordAudit(tx, ctx, {
		action: 'tiers.decision.reopen',
		subject: { type: 'decision', id: decision.id },
		personId: decision.personId,
		before: { state: decision.state, round: decision.round },
		after: { state: 'proposed', round: decision.round + 1, because: 'objection' }
	});
}
