import type { LocalText } from '$lib/i18n/locales';
import { conditionOf } from '../conditions/find';
import { isGroup, tierOf, type Counted, type Group, type Policy, type Requirement } from '../policy/types';
import { describeTier } from './describe-rules';
import { phrase, type Phrase } from './phrase';

/** A requirement as sentences, without anybody's facts. */
export interface Described {
	label: LocalText | null;
	/** Name by which an exception may waive it. */
	ref: string | null;
	says: Phrase;
	kind: string;
	of: Described[];
}

export function groupSays(group: Group | Counted): Phrase {
	const count = group.of.length;
	if (group.kind === 'atLeast') return phrase('tiers.says.atLeast', { need: group.count, count });
	return phrase(group.kind === 'all' ? 'tiers.says.all' : 'tiers.says.any', { count });
}

export function describe(requirement: Requirement, policy: Policy): Described {
	const { label, ref, kind } = requirement;
	if (isGroup(requirement)) {
		const of = requirement.of.map((part) => describe(part, policy));
		return { label, ref, kind, says: groupSays(requirement), of };
	}
	const tierName = (id: string) => tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id };
	const says = conditionOf(kind).says(requirement.args as never, { tierName });
	return { label, ref, kind, says, of: [] };
}

/** Every tier of a policy with its requirements as sentences, for each purpose, and what else it says of the tier. */
export const describePolicy = (policy: Policy) =>
	policy.tiers.map((tier) => {
		const sentences = (list: Requirement[]) => list.map((requirement) => describe(requirement, policy));
		return {
			id: tier.id,
			name: tier.name,
			requirements: sentences(tier.requirements),
			retain: sentences(tier.retain),
			/** Empty: the same as to be appointed. */
			readmit: sentences(tier.readmit),
			rules: describeTier(tier, policy)
		};
	});
