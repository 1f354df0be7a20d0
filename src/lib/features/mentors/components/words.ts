import type { I18n } from '$lib/i18n/i18n';
import type { Why } from '../scoring';

/** Names in a row, as the language joins them. */
export const listOf = ({ locale }: I18n, names: readonly string[]): string =>
	new Intl.ListFormat(locale, { type: 'conjunction', style: 'short' }).format(names);

/** Why a part of a score has its points, in words. */
export function sayWhy(i18n: I18n, why: Why): string {
	const { t } = i18n;
	switch (why.kind) {
		case 'unit.steps':
			return t('mentors.why.unit.steps', { steps: why.steps });
		case 'customers.some':
		case 'customers.none':
			return t(`mentors.why.${why.kind}`, {
				list: listOf(
					i18n,
					why.customers.map((one) => t(`mentors.customer.${one}`))
				)
			});
		case 'rubric.some':
		case 'rubric.none':
			return t(`mentors.why.${why.kind}`, {
				list: listOf(
					i18n,
					why.dimensions.map((one) => t(`mentoring.rubric.${one}`))
				)
			});
		case 'steps.some':
		case 'steps.none':
			return t(`mentors.why.${why.kind}`, {
				of: why.of,
				list: listOf(
					i18n,
					why.workSteps.map((one) => t(`mentoring.step.${one}`))
				)
			});
		case 'language.some':
		case 'language.none':
			return t(`mentors.why.${why.kind}`, {
				list: listOf(
					i18n,
					why.languages.map((one) => t(`mentors.language.${one}`))
				)
			});
		case 'load':
			return t('mentors.why.load', { load: why.load, capacity: why.capacity });
		case 'outcome.some': {
			const { kind, ...figures } = why;
			return t(`mentors.why.${kind}`, figures);
		}
		default:
			return t(`mentors.why.${why.kind}`);
	}
}
