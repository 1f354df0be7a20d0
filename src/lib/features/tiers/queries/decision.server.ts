import { authorize, can, type Subject, type Verdict } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import type { ErrorCode } from '$lib/i18n/codes';
import { nodeByRef, saidOf } from '../cases/exceptions';
import { judgeCase, ruleOf } from '../cases/judge.server';
import { kindRules } from '../cases/kinds';
import { loadPlaces } from '../cases/places.server';
import { freeOf } from '../cases/quota';
import { campaignOf, committeeOf, namesOf, objectionsTo, timelineOf } from '../cases/record.server';
import { mayMove } from '../cases/steps.server';
import { recordLook } from '../commands/record-look.server';
import { detailOf, judgedTier } from '../detail';
import type { Evaluation } from '../engine/explanation';
import { type PersonFacts } from '../engine/facts';
import { storedFacts } from '../engine/stored-facts';
import { gapsOf } from '../engine/gaps';
import { redact, type Reader } from '../engine/redact';
import { storedEvaluation } from '../engine/stored';
import { replay, type Replayed, type Sealed } from '../engine/replay.server';
import { tierOf, type Policy } from '../policy/types';
import { isOpen } from '../states';
import { loadDecision, type DecisionRow } from '../subject.server';
import { groupsOf } from './fact-groups';
import { getPolicy } from './policies.server';

/** Computes a stored decision again from its own facts and policy version, and compares byte by byte. */
export async function replayDecision(ctx: Context, decisionId: string): Promise<Replayed> {
	const { decision, subject } = await loadDecision(ctx.db, decisionId);
	authorize(ctx.actor, 'tiers.decision.read', subject);
	return replayRow(decision, (await getPolicy(ctx.db, decision.policyVersionId)).policy);
}

const replayRow = (decision: DecisionRow, policy: Policy): Replayed =>
	replay(policy, judgedTier(decision), decision.asOf, sealedOf(decision));

const sealedOf = ({ facts, explanation, factsHash, explanationHash }: DecisionRow): Sealed => ({
	facts: facts as PersonFacts,
	explanation: explanation as Evaluation,
	factsHash,
	explanationHash
});

/** One decision as it was stored, what happened to it, and what the reader may do about it. */
export async function getDecision(ctx: Context, decisionId: string) {
	const { db } = ctx;
	const { decision, person, subject } = await loadDecision(db, decisionId);
	authorize(ctx.actor, 'tiers.decision.read', subject);
	const reader: Reader = {
		evidence: can(ctx.actor, 'people.evidence.read', subject).ok,
		sensitive: can(ctx.actor, 'people.sensitive.read', subject).ok
	};
	if (reader.sensitive) await recordLook(ctx, { personId: person.id, at: 'decision' });
	const { id: policyId, policy } = await getPolicy(db, decision.policyVersionId);
	const nameOf = (id: string | null): LocalText =>
		tierOf(policy, id ?? '')?.name ?? { 'zh-CN': id ?? '—', en: id ?? '—' };
	const names = await namesOf(db, [decision.proposedBy, decision.closedBy]);
	const sealed = sealedOf(decision);
	const today = isOpen(decision.state) ? await todayOf(ctx, decision, person) : null;
	const rule = today?.rule ?? ruleOf(policy, decision);
	const committee = await committeeOf(ctx, decision, person.unitPath, subject, rule);
	const { exception, ground, retrain } = detailOf(decision);
	const waived = exception && nodeByRef(sealed.explanation.requirements, exception.ref);
	return {
		id: decision.id,
		person: { id: person.id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
		kind: decision.kind,
		ladder: decision.ladder,
		fromTier: decision.fromTier === null ? null : nameOf(decision.fromTier),
		toTier: decision.toTier === null ? null : nameOf(decision.toTier),
		judgedTier: nameOf(judgedTier(decision)),
		purpose: decision.purpose,
		asOf: decision.asOf,
		policy: { id: policyId, name: policy.name, edition: policy.edition, effectiveFrom: policy.effectiveFrom },
		explanation: redact(storedEvaluation(sealed.explanation, nameOf(judgedTier(decision))), reader),
		factsHash: decision.factsHash,
		explanationHash: decision.explanationHash,
		facts:
			reader.evidence && reader.sensitive
				? groupsOf(storedFacts(decision.facts), sealed.explanation, nameOf)
				: [],
		reason: decision.reason,
		ground: ground ?? null,
		retrainMonths: retrain?.months ?? null,
		exception: exception ? { ...exception, waived: waived ? saidOf(waived) : null } : null,
		campaign: await campaignOf(db, decision.campaignId),
		proposer: names.get(decision.proposedBy ?? '') ?? null,
		proposedAt: decision.proposedAt.toISOString(),
		state: decision.state,
		round: decision.round,
		notice: decision.noticeFrom && { from: decision.noticeFrom, to: decision.noticeTo },
		effectiveOn: decision.effectiveOn,
		closer: names.get(decision.closedBy ?? '') ?? null,
		closedAt: decision.closedAt?.toISOString() ?? null,
		closingNote: decision.closingNote,
		places: isOpen(decision.state) ? await placesOf(ctx, decision, person.unitPath, policy) : [],
		objections: await objectionsTo(ctx, decision, subject),
		timeline: await timelineOf(db, decision.id),
		committee,
		replay: replayRow(decision, policy),
		today: today && { asOf: today.asOf, holds: today.holds, why: today.why, gaps: today.gaps },
		may: mayDo(ctx, decision, subject, committee !== null, committee?.mine ?? null)
	};
}

/** What the reader may do with a case now; a verdict says why not, null that it is not the time for it. */
function mayDo(
	ctx: Context,
	decision: DecisionRow,
	subject: Subject,
	byCommittee: boolean,
	voted: string | null
) {
	const { actor } = ctx;
	const proposer = actor.kind === 'person' && actor.personId === decision.proposedBy;
	const proposed = decision.state === 'proposed';
	const approves = can(actor, 'tiers.decision.approve', subject);
	const vote: Verdict | null =
		proposed && byCommittee && !voted ? can(actor, 'tiers.decision.vote', subject) : null;
	return {
		approve: proposed && !byCommittee ? approves : null,
		vote,
		withdraw:
			mayMove(decision.state, 'withdraw') && proposer && can(actor, 'tiers.decision.propose', subject).ok,
		reopen: mayMove(decision.state, 'reopen') && approves.ok
	};
}

/** Whether an open case would still hold today, so that nobody need try. */
async function todayOf(ctx: Context, decision: DecisionRow, person: Parameters<typeof judgeCase>[2]) {
	const asOf = dateIn(ctx.now);
	try {
		const { holds, sealed, policy } = await judgeCase(ctx.db, decision, person, ctx.now, ctx.locale);
		const why: { code: ErrorCode; params: Record<string, string | number> } | null = holds.ok
			? null
			: { code: holds.code, params: holds.params ?? {} };
		const lacks = kindRules[decision.kind].needs === 'eligible';
		return {
			asOf,
			holds: holds.ok,
			why,
			gaps: lacks ? gapsOf(sealed.explanation) : [],
			rule: ruleOf(policy, decision)
		};
	} catch {
		// No standard is in force any more.
		return { asOf, holds: false, why: null, gaps: [], rule: null };
	}
}

async function placesOf(ctx: Context, decision: DecisionRow, unitPath: string, policy: Policy) {
	const tier = tierOf(policy, decision.toTier ?? '');
	if (!tier?.quota || !kindRules[decision.kind].takesPlace) return [];
	const limits = await loadPlaces(ctx.db, {
		...{ ladder: decision.ladder, tier, unitPaths: [unitPath] },
		...{ today: dateIn(ctx.now), without: [decision.id] }
	});
	return limits.map((one) => ({
		...{ unitName: one.unitName, places: one.places, held: one.held, promised: one.promised },
		free: freeOf(one)
	}));
}
