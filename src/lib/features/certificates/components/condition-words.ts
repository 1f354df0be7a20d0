import type { I18n } from '$lib/i18n/i18n';
import type { KindForm } from '../kinds';

/** What certificates of a kind go on depending on, each in words; none where nothing further is asked. */
export const conditionWords = (
	t: I18n['t'],
	{ yearlyHours, hoursGraceDays, employment, conduct }: KindForm
): string[] => [
	...(yearlyHours === null
		? []
		: [t('certificates.depends.hours', { hours: yearlyHours, days: hoursGraceDays })]),
	...(employment ? [t('certificates.depends.employment')] : []),
	...(conduct === 'none' ? [] : [t(`certificates.depends.${conduct}`)])
];
