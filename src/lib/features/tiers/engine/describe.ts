import type { LocalText } from '$lib/i18n/locales';
import { conditions } from '../conditions';
import { isGroup, tierOf, type Policy, type Requirement } from '../policy/types';
import { phrase, type Phrase } from './phrase';

/** A requirement as sentences, without anybody's facts. */
export interface Described {
	label: LocalText | null;
	says: Phrase;
	kind: string;
	of: Described[];
}

export const groupSays = (kind: 'all' | 'any', count: number): Phrase =>
	phrase(kind === 'all' ? 'tiers.says.all' : 'tiers.says.any', { count });

export function describe(requirement: Requirement, policy: Policy): Described {
	const { label, kind } = requirement;
	if (isGroup(requirement)) {
		const of = requirement.of.map((part) => describe(part, policy));
		return { label, kind, says: groupSays(requirement.kind, of.length), of };
	}
	const condition = conditions.get(kind);
	if (!condition) throw new Error(`The policy names a condition that this engine does not know: ${kind}`);
	const tierName = (id: string) => tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id };
	return { label, kind, says: condition.says(requirement.args as never, { tierName }), of: [] };
}

/** Every tier of a policy with its requirements as sentences. */
export const describePolicy = (policy: Policy) =>
	policy.tiers.map(({ id, name, requirements }) => ({
		id,
		name,
		requirements: requirements.map((requirement) => describe(requirement, policy))
	}));
