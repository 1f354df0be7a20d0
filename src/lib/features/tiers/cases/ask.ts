import type { DecisionDetail } from '../detail';
import type { Policy } from '../policy/types';
import { tierOf } from '../policy/types';
import type { IsoDate } from '$lib/shared/dates';
import type { ProposeCases } from '../schema';
import { consequenceOf, type Retraining } from './retention';

/** What a proposal's form says beside person, tier and reason, as the case keeps it; empty when the kind needs none. */
export function detailFor(input: ProposeCases, policy: Policy): DecisionDetail {
	const effectiveOn = input.effectiveOn ? { effectiveOn: input.effectiveOn } : {};
	const ground = input.ground ? { ground: input.ground } : {};
	switch (input.kind) {
		case 'exception': {
			const { ref, months, evidence } = input;
			return ref && months && evidence ? { exception: { ref, months, evidence }, ...effectiveOn } : {};
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

/** A proposal for one person: `lapse` stands for what the standard says follows for them. */
export function askFor(
	input: ProposeCases,
	policy: Policy,
	tier: string | null,
	retrainings: readonly Retraining[],
	today: IsoDate
): ProposeCases & { kind: Exclude<ProposeCases['kind'], 'lapse'> } {
	if (input.kind !== 'lapse') return { ...input, kind: input.kind };
	const follows = tier === null ? null : consequenceOf(policy, tier, retrainings, today);
	const known = follows && 'kind' in follows ? follows : null;
	// What the standard does not name is refused in the words of an exit.
	return { ...input, ground: 'retention', kind: known?.kind ?? 'exit', months: known?.months ?? null };
}
