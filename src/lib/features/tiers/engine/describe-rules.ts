import type { LocalText } from '$lib/i18n/locales';
import {
	tierBefore,
	type Authority,
	type Lapse,
	type Policy,
	type Tier,
	type Waivable
} from '../policy/types';
import { everyRequirement } from '../policy/waivable';
import { describe, type Described } from './describe';
import { named, phrase, within, yearsOf, type Phrase, type PhraseValue } from './phrase';

/** Something that a policy says beside its requirements; `id` tells several of one field apart. */
export interface Rule {
	field:
		| 'pauses'
		| 'ranking'
		| 'bottomRank'
		| 'validity'
		| 'lapse'
		| 'waivable'
		| 'decision'
		| 'notice'
		| 'quota'
		| 'authority';
	id: string;
	says: Phrase;
}

const rule = (field: Rule['field'], says: Phrase, id: string = field): Rule => ({ field, id, says });

/** What a policy says of the whole ladder: which leave stops the clock, how people are ranked, who comes last. */
export function describeLadder({ pauses, ranking, bottomRank }: Policy): Rule[] {
	return [
		...pauses.map((kind) => rule('pauses', phrase('tiers.rule.pauses', { kind }), kind)),
		...ranking.map(({ term, weight, full, months }) => {
			const percent = Math.round(weight * 1000) / 10;
			return rule(
				'ranking',
				phrase('tiers.rule.ranking', { term, percent, full, months: months ?? 0 }),
				term
			);
		}),
		...(bottomRank ? [rule('bottomRank', phrase('tiers.rule.bottomRank', { ...bottomRank }))] : [])
	];
}

/** What a policy says of a tier beside its requirements, in the order in which it matters to people. */
export function describeTier(tier: Tier, policy: Policy): Rule[] {
	const { validityMonths, lapse, decision, noticeDays, quota } = tier;
	const rules = [
		validityMonths === null ? null : rule('validity', phrase('tiers.rule.validity', yearsOf(validityMonths))),
		lapse && rule('lapse', lapseOf(tier, policy)!),
		...tier.waivable.map((waivable) => rule('waivable', waivableSays(waivable, tier, policy), waivable.ref)),
		rule(
			'decision',
			decision.by === 'approver'
				? phrase('tiers.rule.decision.approver')
				: phrase('tiers.rule.decision.committee', { quorum: decision.quorum, majority: decision.majority })
		),
		noticeDays ? rule('notice', phrase('tiers.rule.notice', { days: noticeDays })) : null,
		quota &&
			rule(
				'quota',
				quota.places === null
					? phrase('tiers.rule.quota.set')
					: phrase('tiers.rule.quota', { places: quota.places, per: quota.per })
			),
		...tier.authority.map((authority) => rule('authority', authoritySays(authority), authority.id))
	];
	return rules.filter((one) => one !== null);
}

/** What follows when somebody no longer satisfies a tier; null: nothing. */
export const lapseOf = (tier: Tier, policy: Policy): Phrase | null =>
	tier.lapse && lapseSays(tier.lapse, tierBefore(policy, tier.id)?.name ?? tier.name);

function lapseSays({ retrainMonths, then, warnDays }: Lapse, below: LocalText): Phrase {
	return phrase('tiers.rule.lapse', {
		retrain: retrainMonths ?? 0,
		then,
		days: warnDays,
		tier: named(below)
	});
}

/** What a requirement that may be waived is called in a sentence. */
export function waivableName(ref: string, tier: Tier, policy: Policy): PhraseValue {
	const every = [...tier.requirements, ...tier.retain, ...tier.readmit];
	const requirement = everyRequirement(every).find((one) => one.ref === ref);
	if (requirement?.label) return named(requirement.label);
	return requirement ? within(inOneSentence(describe(requirement, policy))) : ref;
}

function waivableSays({ ref, by, levelsUp, months, perYear }: Waivable, tier: Tier, policy: Policy): Phrase {
	const what = waivableName(ref, tier, policy);
	const role = within(phrase(`access.role.${by}`));
	return phrase('tiers.rule.waivable', { what, role, levels: levelsUp, perYear, ...yearsOf(months) });
}

/** A requirement with its parts in one sentence; what a count is of would be too long for one. */
function inOneSentence({ kind, says, of }: Described): Phrase {
	if (kind === 'atLeast' || !of.length) return says;
	const key = kind === 'all' ? 'tiers.says.and' : 'tiers.says.or';
	return of
		.map(inOneSentence)
		.reduce((first, second) => phrase(key, { first: within(first), second: within(second) }));
}

const authoritySays = ({ name, limit }: Authority): Phrase =>
	limit
		? phrase('tiers.rule.authority.limit', { name: named(name), amount: limit.amount, unit: limit.unit })
		: phrase('tiers.rule.authority', { name: named(name) });
