import { localText, type Locale } from '$lib/i18n/locales';
import type { PersonSubject } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import type { Decision } from '$lib/shared/result';
import { detailOf, judgedTier } from '../detail';
import { seal, type Sealed } from '../engine/replay.server';
import { factsFor } from '../facts.server';
import { tierOf, type DecisionRule, type Policy, type Tier } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { appointmentsOn } from '../rules';
import type { DecisionKind } from '../states';
import type { DecisionRow } from '../subject.server';
import { decideHolds } from './decide';
import { nodeByRef } from './exceptions';
import { kindRules } from './kinds';
import type { Judged } from './steps.server';

/** A case judged on today's evidence under today's standard. */
export interface Judgement extends Judged {
	policy: Policy;
	sealed: Sealed;
	/** The tier whose requirements are asked, or null when today's standard has it no more. */
	tier: Tier | null;
	/** Whether it may go on, or why not. */
	holds: Decision<object>;
}

/** Judges a case again; throws when no standard is in force. */
export async function judgeCase(
	db: Database,
	decision: DecisionRow,
	person: PersonSubject,
	now: Date,
	locale: Locale
): Promise<Judgement> {
	const today = dateIn(now);
	const { personId, ladder, kind, fromTier } = decision;
	const version = await findPolicyInForce(db, ladder, today);
	if (!version) throw conflict('tiers.policy.none');
	const { policy } = version;
	const facts = (await factsFor(db, [personId], { on: today })).get(personId)!;
	const judged = judgedTier(decision);
	const tier = tierOf(policy, judged) ?? null;
	const sealed = seal(policy, judged, facts, today, { purpose: decision.purpose });
	const { ground = null, exception } = detailOf(decision);
	const candidate = {
		name: person.name,
		active: person.status === 'active',
		tier: appointmentsOn(facts, ladder, today).at(-1)?.tier ?? null
	};
	const isGap = (ref: string) => {
		const outcome = nodeByRef(sealed.explanation.requirements, ref)?.outcome;
		return outcome === 'missing' || outcome === 'unknown';
	};
	const holds = decideHolds(
		candidate,
		{ kind, fromTier, ground, ref: exception?.ref ?? null },
		sealed.explanation,
		isGap,
		tier ? localText(tier.name, locale) : judged
	);
	return { policyVersionId: version.id, asOf: today, policy, sealed, tier, holds };
}

/** Who decides a case: the tier's own rule, or one approver where the kind asks for that. */
export function ruleOf(
	policy: Policy,
	decision: Pick<DecisionRow, 'kind' | 'fromTier' | 'toTier' | 'purpose'>
): DecisionRule {
	if (kindRules[decision.kind as DecisionKind].review !== 'tier') return { by: 'approver' };
	return tierOf(policy, judgedTier(decision))?.decision ?? { by: 'approver' };
}

export const refuse = (verdict: Decision<object>): void => {
	if (!verdict.ok) throw conflict(verdict.code, verdict.params);
};
