import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { loadDecision } from '../subject.server';
import { closeVoting } from './close-voting.server';
import { takeEffect } from './effect.server';
import { judgeCase, ruleOf, type Judgement } from './judge.server';
import { votesOn } from './members.server';
import { openObjections } from './objections.server';
import { placesLeft } from './pass.server';
import { reopenCase } from './reopen.server';
import { addSteps, moveCase } from './steps.server';
import { votingEnds } from './due.server';
import { withdrawCase } from './withdraw.server';

/** What time made of a case: the name of its audit entry, and how it was and is. */
export interface Advanced {
	action:
		'tiers.decision.effect' | 'tiers.decision.fallBack' | 'tiers.decision.withdraw' | 'tiers.decision.vote';
	personId: string;
	before: { state: string };
	after: Record<string, unknown>;
}

/** Takes a case as far as today allows; null when nothing is due. Safe to run again: it looks at the row it holds. */
export async function advanceCase(tx: Database, ctx: Context, decisionId: string): Promise<Advanced | null> {
	const { decision, person } = await loadDecision(tx, decisionId, { lock: true });
	const today = dateIn(ctx.now);
	const { state, personId } = decision;
	if (state !== 'proposed' && state !== 'notice' && state !== 'approved') return null;
	const did = (action: Advanced['action'], after: Advanced['after']): Advanced => ({
		...{ action, personId, before: { state }, after }
	});
	if (person.status === 'left') {
		await withdrawCase(tx, ctx, decision, { note: 'left', closedBy: null, bySystem: true });
		return did('tiers.decision.withdraw', { state: 'withdrawn', because: 'left' });
	}
	const judge = () => judgeCase(tx, decision, person, ctx.now, ctx.locale);
	if (state === 'proposed') {
		const votes = await votesOn(tx, decisionId);
		if (!votes.length || (await votingEnds(tx, decision)) >= today) return null;
		const judgement = await judge();
		const rule = ruleOf(judgement.policy, decision);
		if (rule.by !== 'committee' || !judgement.holds.ok) return null;
		const closed = await closeVoting(tx, ctx, { decision, person, judgement, rule, votes, remaining: 0 });
		return closed && did('tiers.decision.vote', { ...closed, because: 'votingEnded' });
	}
	if (state === 'notice' && (!decision.noticeTo || decision.noticeTo >= today)) return null;
	if (state === 'approved' && (!decision.effectiveOn || decision.effectiveOn > today)) return null;
	if (await openObjections(tx, decision)) return null;
	const judgement = await judge();
	const { policyVersionId, asOf, sealed, policy } = judgement;
	const judged = { policyVersionId, asOf, sealed };
	const ended = state === 'notice' ? [{ kind: 'notice', note: 'ended', bySystem: true } as const] : [];
	const isDue = !decision.effectiveOn || decision.effectiveOn <= today;
	const why = await whyNot(tx, ctx, decision, person, judgement, isDue);
	if (why) {
		await reopenCase(tx, ctx, decision, policy, { kind: 'fallBack', note: why, judged, bySystem: true });
		return did('tiers.decision.fallBack', { state: 'proposed', because: why });
	}
	if (!isDue) {
		await moveCase(tx, decision, 'effect', 'approved', {});
		await addSteps(
			tx,
			ctx,
			decisionId,
			ended.map((step) => ({ ...step, judged }))
		);
		return did('tiers.decision.effect', { state: 'approved', effectiveOn: decision.effectiveOn });
	}
	await moveCase(tx, decision, 'effect', 'effective', { effectiveOn: today });
	await addSteps(tx, ctx, decisionId, [...ended, { kind: 'effect', judged, bySystem: true }]);
	await takeEffect(tx, ctx, decision, policy);
	return did('tiers.decision.effect', {
		...{ state: 'effective', tier: decision.toTier, effectiveOn: today },
		...{ factsHash: sealed.factsHash, explanationHash: sealed.explanationHash }
	});
}

/** The code of what keeps a case from going on, as its step names it; null when nothing does. */
async function whyNot(
	tx: Database,
	ctx: Context,
	decision: Parameters<typeof placesLeft>[2],
	person: Parameters<typeof placesLeft>[3],
	judgement: Judgement,
	isDue: boolean
): Promise<string | null> {
	if (!judgement.holds.ok) return judgement.holds.code.split('.').at(-1) ?? 'holds';
	if (!isDue) return null;
	const left = await placesLeft(tx, ctx, decision, person, judgement, []);
	return left.ok ? null : 'full';
}
