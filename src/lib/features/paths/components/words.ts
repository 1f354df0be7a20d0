import type { I18n } from '$lib/i18n/i18n';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';

/** Minutes as hours and minutes: `4 小时 20 分钟`. */
export const durationOf = ({ t }: I18n, minutes: number): string =>
	t('paths.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }).trim() ||
	t('app.minutes', { minutes: 0 });

/** Credit hours with one decimal at most. */
export const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10;

/** Credit hours of an area, by a method, or any: `经济法规 2 学时`. */
export function hoursWords(
	{ t }: I18n,
	{ minutes, area, method }: { minutes: number; area?: KnowledgeArea; method?: DeliveryMethod }
): string {
	const hours = hoursOf(minutes);
	const what = [area && t(`training.area.${area}`), method && t(`training.method.${method}`)].filter(Boolean);
	return what.length
		? t('paths.hours.of', { hours, what: what.join(' · ') })
		: t('paths.hours.any', { hours });
}
