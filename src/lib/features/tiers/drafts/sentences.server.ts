import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';
import type { Locale } from '$lib/i18n/locales';
import { capital, sentenceOf } from '../components/words';
import { describePolicy, type Described } from '../engine/describe';
import { describeLadder, type Rule } from '../engine/describe-rules';
import { say } from '../engine/phrase';
import { diffPolicies, type TierChanges } from '../policy/diff';
import type { Policy } from '../policy/types';

/** A requirement or a rule in words, with its parts below it. */
export interface Sentence {
	text: string;
	of: Sentence[];
}

export interface Section {
	/** Empty for the only one. */
	heading: string;
	/** Its items are counted: requirements, of which each must be met. */
	counted: boolean;
	items: Sentence[];
}

/** A standard in words of one language, whatever language the page around it has. */
export interface PolicySentences {
	locale: Locale;
	tiers: { id: string; name: string; sections: Section[] }[];
	/** What is said of the whole ladder; empty when nothing is. */
	ladder: Section | null;
}

/** Renders a policy as sentences, from its data alone (domain, 3). */
export async function sentencesOf(policy: Policy, locale: Locale): Promise<PolicySentences> {
	const i18n = new I18n(locale, await loadCore(locale));
	const { t, local } = i18n;
	const asked = (key: 'promote' | 'retain' | 'readmit', list: Described[]): Section[] =>
		list.length
			? [
					{
						heading: t(`tiers.standard.for.${key}`),
						counted: true,
						items: list.map((one) => sentence(i18n, one))
					}
				]
			: [];
	const ladder = rulesOf(i18n, t('tiers.standard.ladder'), describeLadder(policy));
	return {
		locale,
		tiers: describePolicy(policy).map(({ id, name, requirements, retain, readmit, rules }) => ({
			id,
			name: local(name),
			sections: [
				...asked('promote', requirements),
				...asked('retain', retain),
				...asked('readmit', readmit),
				rulesOf(i18n, t('tiers.standard.rules'), rules)
			].filter(({ items }) => items.length)
		})),
		ladder: ladder.items.length ? ladder : null
	};
}

const rulesOf = (i18n: I18n, heading: string, rules: readonly Rule[]): Section => ({
	heading,
	counted: false,
	items: rules.map(({ says }) => ({ text: capital(say(i18n, says)), of: [] }))
});

/** Parts of parts are joined by "and" and "or" as long as the reader can tell which belong together. */
function sentence(i18n: I18n, said: Described): Sentence {
	const says = capital(say(i18n, said.says));
	if (!said.of.length) return { text: said.label ? labelled(i18n, said.label, says) : says, of: [] };
	const of = said.of.map((part) =>
		!part.label && levels(part) <= 3 && part.kind !== 'atLeast'
			? { text: capital(sentenceOf(i18n, part)), of: [] }
			: sentence(i18n, part)
	);
	return { text: said.label ? labelled(i18n, said.label, say(i18n, said.says)) : says, of };
}

const labelled = (i18n: I18n, label: NonNullable<Described['label']>, says: string): string =>
	`${i18n.local(label)}${i18n.t('tiers.join.colon')}${says}`;

const levels = ({ of }: Described): number => 1 + Math.max(0, ...of.map(levels));

/** One thing that changed, in words; a side is null where it was not or is no more. */
export interface SaidChange {
	/** What it is about: the purpose of a requirement; null for a rule. */
	about: string | null;
	before: Sentence | null;
	after: Sentence | null;
}

export interface SaidChanges {
	locale: Locale;
	isSame: boolean;
	tiers: { id: string; name: string; state: TierChanges['state']; notes: string[]; changes: SaidChange[] }[];
	ladder: SaidChange[];
}

/** What changes from one version to another, as sentences of either. */
export async function changesOf(before: Policy, after: Policy, locale: Locale): Promise<SaidChanges> {
	const i18n = new I18n(locale, await loadCore(locale));
	const { t, local } = i18n;
	const said = (one: Described | null) => one && sentence(i18n, one);
	const rule = (one: Rule | null) => one && { text: capital(say(i18n, one.says)), of: [] };
	const rulesOf = (changes: TierChanges['rules']): SaidChange[] =>
		changes.map((change) => ({ about: null, before: rule(change.before), after: rule(change.after) }));
	const { isSame, tiers, rules } = diffPolicies(before, after);
	return {
		...{ locale, isSame, ladder: rulesOf(rules) },
		tiers: tiers
			.filter(({ state }) => state !== 'same')
			.map(({ id, name, state, renamedFrom, place, requirements, rules }) => ({
				...{ id, name: local(name), state },
				notes: [
					...(renamedFrom ? [t('tiers.standard.changes.renamed', { name: local(renamedFrom) })] : []),
					...(place.before && place.after && place.before !== place.after
						? [t('tiers.standard.changes.moved', { before: place.before, after: place.after })]
						: [])
				],
				changes: [
					...requirements.map((change) => ({
						about: change.purpose === 'promote' ? null : t(`tiers.standard.for.${change.purpose}`),
						before: said(change.before),
						after: said(change.after)
					})),
					...rulesOf(rules)
				]
			}))
	};
}
