import { no, yes, type Decision } from '$lib/shared/result';
import { tierAfter, tierBefore, tierOf, type Policy, type Purpose, type Tier } from '../policy/types';
import type { Candidate } from '../rules';
import type { DecisionKind } from '../states';
import { kindRules, type Proposable } from './kinds';

/** Where a case leads, and which tier's requirements it is judged by, for which purpose. */
export interface Target {
	kind: DecisionKind;
	fromTier: string | null;
	toTier: string | null;
	purpose: Purpose;
	judged: Tier;
}

/**
 * What proposing somebody for a kind of case means: from where they stand to which tier. `held`: every tier that
 * they stood on before, oldest first.
 */
export function targetOf(
	person: Candidate,
	held: readonly string[],
	ask: { kind: Exclude<Proposable, 'lapse'>; tier: string | null },
	policy: Policy
): Decision<Target> {
	const { name, tier } = person;
	const rank = (id: string | null) => policy.tiers.findIndex((one) => one.id === id);
	const wanted = ask.tier === null ? null : tierOf(policy, ask.tier);
	if (ask.tier !== null && !wanted) return no('cases.case.unknown_tier');
	const to = (
		kind: DecisionKind,
		toTier: string | null,
		judged: Tier | null | undefined,
		purpose?: Purpose
	) =>
		judged
			? yes({ kind, fromTier: tier, toTier, judged, purpose: purpose ?? kindRules[kind].purpose })
			: no('tiers.decision.no_tier', { name });
	const current = tier === null ? null : tierOf(policy, tier);
	switch (ask.kind) {
		case 'next': {
			const next = tierAfter(policy, tier);
			return to(tier === null ? 'admission' : 'promotion', next?.id ?? null, next);
		}
		case 'appointment':
			if (!wanted) return no('cases.case.choose_tier');
			if (rank(wanted.id) <= rank(tier)) return no('cases.case.not_higher', { name });
			return to('appointment', wanted.id, wanted);
		case 'exception': {
			const about = wanted ?? tierAfter(policy, tier);
			if (about && rank(about.id) < rank(tier)) return no('cases.case.not_higher', { name });
			return to('exception', about?.id ?? null, about, about?.id === tier ? 'retain' : 'promote');
		}
		case 'reinstatement': {
			if (tier !== null || !held.length) return no('cases.case.never_held', { name });
			const back = wanted ?? tierOf(policy, held.at(-1) ?? '');
			if (back && rank(back.id) > Math.max(...held.map(rank))) return no('cases.case.never_held', { name });
			return to('reinstatement', back?.id ?? null, back);
		}
		default:
			if (!current) return no('cases.case.holds_none', { name });
			if (ask.kind === 'retraining') return to('retraining', current.id, current);
			if (ask.kind === 'exit') return to('exit', null, current);
			return tierBefore(policy, current.id)
				? to('demotion', tierBefore(policy, current.id)!.id, current)
				: no('cases.case.lowest', { name });
	}
}
