import type { DecisionDetail } from '../detail';
import type { Policy } from '../policy/types';
import { tierOf } from '../policy/types';
import type { ProposeCases } from '../schema';

/** What a proposal's form says beside person, tier and reason, as the case keeps it; empty when the kind needs none. */
export function detailFor(input: ProposeCases, policy: Policy): DecisionDetail {
	const effectiveOn = input.effectiveOn ? { effectiveOn: input.effectiveOn } : {};
	const ground = input.ground ? { ground: input.ground } : {};
	switch (input.kind) {
		case 'exception': {
			const { ref, months, evidence } = input;
			return ref && months ? { exception: { ref, months, evidence: evidence ?? '' }, ...effectiveOn } : {};
		}
		case 'retraining':
			return { retrain: { months: input.months ?? standardMonths(policy) }, ...ground, ...effectiveOn };
		case 'demotion':
		case 'exit':
			return { ...ground, ...effectiveOn };
		default:
			return effectiveOn;
	}
}

/** How long retraining lasts where nothing else is said: what the first tier that has a lapse names, or a quarter. */
const standardMonths = (policy: Policy): number =>
	policy.tiers.map(({ id }) => tierOf(policy, id)?.lapse?.retrainMonths).find((months) => months) ?? 3;
