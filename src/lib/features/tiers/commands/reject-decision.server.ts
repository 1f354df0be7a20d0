import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { ruleOf } from '../cases/judge.server';
import { refuseCase } from '../cases/refuse.server';
import { actorIdOf } from '../cases/steps.server';
import { getPolicy, findPolicyInForce } from '../queries/policies.server';
import type { RejectDecision } from '../schema';
import { loadDecision } from '../subject.server';
import { dateIn } from '$lib/shared/dates';

/** Refuses a case that one approver decides, with the reason. Those who may not approve it may not refuse it either. */
export async function rejectDecision(ctx: Context, input: RejectDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.approve', subject);
		if (decision.state !== 'proposed') throw conflict('tiers.decision.closed');
		const { policy } =
			(await findPolicyInForce(tx, decision.ladder, dateIn(ctx.now))) ??
			(await getPolicy(tx, decision.policyVersionId));
		if (ruleOf(policy, decision).by === 'committee') throw conflict('cases.case.committee');
		await refuseCase(tx, ctx, decision, person.name, {
			...{ kind: 'reject', note: input.note, closedBy: actorIdOf(ctx) }
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.reject',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: 'proposed' },
			after: { state: 'rejected', note: input.note }
		});
	});
}
