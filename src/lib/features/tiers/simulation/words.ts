import type { I18n } from '$lib/i18n/i18n';
import { headingOf } from '../components/words';
import { reasons } from './effects';
import type { Figures } from './figures';

/** The words of what moves somebody: a requirement with its tier, or a reason. */
export function moverWords(i18n: I18n, { movers }: Pick<Figures, 'movers'>): (key: string) => string {
	const { t, local } = i18n;
	const known = new Map(
		movers.map(({ key, tier, side, purpose, says }) => [
			key,
			t(`staffPolicies.mover.${side}`, { tier: local(tier), purpose, words: headingOf(i18n, says) })
		])
	);
	return (key) => {
		const reason = reasons.find((one) => one === key);
		return known.get(key) ?? (reason ? t(`staffPolicies.reason.${reason}`) : key);
	};
}
