import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { mayWaive } from '../cases/exceptions';
import { judgeCase, refuse, ruleOf } from '../cases/judge.server';
import { passReview, placesLeft } from '../cases/pass.server';
import { actorIdOf } from '../cases/steps.server';
import { detailOf } from '../detail';
import type { CloseDecision } from '../schema';
import { loadDecision } from '../subject.server';

/**
 * Approves a case that one approver decides. It is judged again first, on today's evidence under today's standard:
 * what no longer holds is not approved. Then it goes up for public notice, waits for its day, or takes effect at
 * once. Nobody approves their own proposal, themselves, whom they mentor, or whom they are the head of; what waives a
 * requirement needs a grant that stands high enough.
 */
export async function approveDecision(ctx: Context, input: CloseDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.approve', subject);
		if (decision.state !== 'proposed') throw conflict('tiers.decision.closed');
		const judgement = await judgeCase(tx, decision, person, ctx.now, ctx.locale);
		if (ruleOf(judgement.policy, decision).by === 'committee') throw conflict('cases.case.committee');
		refuse(judgement.holds);
		const { exception } = detailOf(decision);
		if (exception) {
			const waivable = judgement.tier?.waivable.find(({ ref }) => ref === exception.ref);
			if (!waivable) throw conflict('cases.exception.unwaivable');
			if (ctx.actor.kind === 'person' && !mayWaive(ctx.actor.grants, waivable, person.unitPath))
				throw forbidden('cases.exception.higher');
		}
		refuse(await placesLeft(tx, ctx, decision, person, judgement, ['notice', 'approved']));
		const { policyVersionId, asOf, sealed, policy } = judgement;
		const passed = await passReview(tx, ctx, decision, judgement, {
			...{ kind: 'approve', note: input.note ?? null, closedBy: actorIdOf(ctx) },
			judged: { policyVersionId, asOf, sealed }
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.approve',
			subject: { type: 'decision', id: decision.id },
			personId: decision.personId,
			before: { state: 'proposed', tier: decision.fromTier },
			after: {
				...{ ...passed, tier: decision.toTier, note: input.note ?? null, policy: policy.effectiveFrom },
				...{ factsHash: sealed.factsHash, explanationHash: sealed.explanationHash }
			}
		});
	});
}
