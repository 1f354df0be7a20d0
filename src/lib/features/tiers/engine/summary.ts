import type { LocalText } from '$lib/i18n/locales';
import type { Evaluation } from './explanation';
import { named, onDate, phrase, type Phrase } from './phrase';

/**
 * The whole answer in a sentence: enough or not, by when time alone suffices, or what it takes. `tier` null: the
 * policy has no such tier, or asks nothing for it.
 */
export function summaryOf(
	answer: Pick<Evaluation, 'eligible' | 'met' | 'total' | 'purpose' | 'earliest' | 'outlook'>,
	tier: LocalText | null,
	waived: number
): Phrase {
	const { eligible, met, total, purpose, earliest, outlook } = answer;
	if (!tier) return phrase('tiers.whole.nothing', { purpose });
	const common = { purpose, tier: named(tier), met, total };
	if (eligible) return phrase('tiers.whole.eligible', { ...common, waived });
	if (earliest) return phrase('tiers.whole.time', { ...common, on: onDate(earliest) });
	if (outlook.date) {
		return phrase('tiers.whole.steps', { ...common, count: outlook.ifs.length, on: onDate(outlook.date) });
	}
	return phrase('tiers.whole.open', common);
}
