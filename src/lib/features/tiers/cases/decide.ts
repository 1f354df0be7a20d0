import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import type { Ground } from '../detail';
import type { Evaluation } from '../engine/explanation';
import type { Policy } from '../policy/types';
import type { Candidate } from '../rules';
import type { DecisionKind } from '../states';
import { decideException } from './exceptions';
import { isAdverse, kindRules, type AdverseKind } from './kinds';
import { consequenceOf, isLapsed, warningFor, type Retraining, type Warning } from './retention';
import type { Target } from './target';

/** What is on record about a person's earlier cases on the ladder, and about the group they are ranked in. */
export interface History {
	/** Tiers they stood on, oldest first. */
	held: string[];
	retrainings: Retraining[];
	warnings: Warning[];
	/** Exceptions of each requirement of the judged tier that were granted this year, by anybody. */
	exceptionsUsed: Record<string, number>;
	/** Whether they are among the last of their ranked group. */
	isLast: boolean;
}

export interface Ask {
	ground: Ground | null;
	exception: { ref: string; months: number } | null;
}

/** Whether a case may be proposed, and before which day it cannot take effect. */
export function decideCase(
	person: Candidate,
	target: Target,
	ask: Ask,
	evaluation: Evaluation,
	history: History,
	policy: Policy,
	today: IsoDate,
	tierName: string
): Decision<{ actFrom: IsoDate | null }> {
	const { name } = person;
	if (!person.active) return no('tiers.decision.not_active', { name });
	const { needs } = kindRules[target.kind];
	if (needs === 'eligible') {
		return evaluation.eligible
			? yes({ actFrom: null })
			: no('tiers.decision.not_eligible', { name, tier: tierName });
	}
	if (needs === 'gap') {
		if (!ask.exception) return no('cases.exception.choose');
		const used = history.exceptionsUsed[ask.exception.ref] ?? 0;
		const verdict = decideException(name, target.judged, evaluation.requirements, ask.exception, used);
		return verdict.ok ? yes({ actFrom: null }) : verdict;
	}
	return isAdverse(target.kind)
		? decideGround(name, target.kind, target.judged.id, ask.ground, evaluation, history, policy, today)
		: no('cases.case.no_ground');
}

/** Losing a tier, or retraining for it, needs a ground; the policy's own only in its order and after a warning. */
function decideGround(
	name: string,
	kind: AdverseKind,
	tier: string,
	ground: Ground | null,
	evaluation: Evaluation,
	history: History,
	policy: Policy,
	today: IsoDate
): Decision<{ actFrom: IsoDate | null }> {
	if (ground === null) return no('cases.case.no_ground');
	if (ground === 'ownRequest' || ground === 'other') return yes({ actFrom: null });
	if (ground === 'bottomRank') {
		const then = policy.bottomRank?.then === 'exit' ? 'exit' : 'retraining';
		if (!policy.bottomRank || !history.isLast) return no('cases.case.not_last', { name });
		if (then !== kind) return no('cases.case.other_consequence', { name });
	} else {
		if (evaluation.eligible) return no('cases.case.retained', { name });
		if (!isLapsed(evaluation)) return no('cases.case.unknown', { name });
		const follows = consequenceOf(policy, tier, history.retrainings, today);
		if (!follows) return no('cases.case.no_consequence');
		if ('waitUntil' in follows) return no('cases.case.retraining_runs', { name, date: follows.waitUntil });
		if (follows.kind === 'retraining' && kind !== 'retraining')
			return no('cases.case.retrain_first', { name, months: follows.months ?? 0 });
		if (follows.kind !== kind) return no('cases.case.other_consequence', { name });
	}
	if (kind === 'retraining') return yes({ actFrom: null });
	const warning = warningFor(history.warnings, tier, kind, today);
	return warning ? yes({ actFrom: warning.actFrom }) : no('cases.case.not_warned', { name });
}

/** What a case says of itself, to be judged again at each of its steps. */
export interface Standing {
	kind: DecisionKind;
	fromTier: string | null;
	ground: Ground | null;
	ref: string | null;
}

/** Whether a case still holds: it starts from where the person stands, and what it rests on is still so. */
export function decideHolds(
	person: Candidate,
	standing: Standing,
	evaluation: Evaluation,
	isGap: (ref: string) => boolean,
	tierName: string
): Decision<object> {
	const { name } = person;
	if (!person.active) return no('tiers.decision.not_active', { name });
	if (person.tier !== standing.fromTier) return no('tiers.decision.moved', { name });
	const { needs } = kindRules[standing.kind];
	if (needs === 'eligible' && !evaluation.eligible)
		return no('tiers.decision.no_longer_eligible', { name, tier: tierName });
	if (needs === 'gap' && standing.ref && !isGap(standing.ref))
		return no('cases.exception.not_needed', { name });
	if (standing.ground === 'retention' && !isLapsed(evaluation)) return no('cases.case.retained', { name });
	return yes({});
}
