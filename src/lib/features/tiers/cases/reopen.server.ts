import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { Policy } from '../policy/types';
import { loadDecision, type DecisionRow } from '../subject.server';
import { ruleOf } from './judge.server';
import { isAdverse } from './kinds';
import { addSteps, moveCase, type Judged } from './steps.server';
import { OWN_PAGE, tell, tellReviewers } from './tell.server';

/**
 * Puts a case back to its beginning in a new round: the votes so far stay on record and count no more. Its proposer,
 * its reviewers and, when they knew of it, the person are told.
 */
export async function reopenCase(
	tx: Database,
	ctx: Context,
	decision: DecisionRow,
	policy: Policy,
	step: { kind: 'reopen' | 'fallBack'; note: string | null; judged?: Judged | null; bySystem?: boolean }
): Promise<void> {
	const cleared = { noticeFrom: null, noticeTo: null, effectiveOn: null };
	const open = { round: decision.round + 1, closedBy: null, closedAt: null, closingNote: null };
	await moveCase(tx, decision, step.kind, 'proposed', { ...cleared, ...open }).catch((error) => {
		if (brokenConstraint(error) !== 'decisions_one_open') throw error;
		throw conflict('cases.case.another_open');
	});
	await addSteps(tx, ctx, decision.id, [step]);
	const { decision: now, person } = await loadDecision(tx, decision.id);
	const href = `/staff/decisions/${decision.id}`;
	await tell(
		tx,
		ctx,
		now,
		decision.proposedBy,
		step.kind === 'reopen' ? 'reopened' : 'fellBack',
		{ name: person.name },
		href
	);
	if (decision.state !== 'rejected' || isAdverse(decision.kind))
		await tell(tx, ctx, now, decision.personId, 'reviewedAgain', { case: decision.kind }, OWN_PAGE);
	const role = ruleOf(policy, decision).by === 'committee' ? 'committeeMember' : 'hrApprover';
	await tellReviewers(tx, ctx, role, [{ row: now, person }]);
}
