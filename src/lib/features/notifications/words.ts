import type { I18n, MessageParams } from '$lib/i18n/i18n';
import type { LocalText } from '$lib/i18n/locales';
import { isIsoDate } from '$lib/shared/dates';

/** A notification in the reader's language: texts of both languages are chosen from, dates are written out. */
export function notificationWords(
	i18n: Pick<I18n, 't' | 'has' | 'date' | 'local'>,
	kind: string,
	params: Record<string, string | number | LocalText>
): string {
	const key = `notifications.kind.${kind}`;
	const values: MessageParams = {};
	for (const [name, value] of Object.entries(params)) {
		if (typeof value === 'object') values[name] = i18n.local(value);
		else if (typeof value === 'string' && isIsoDate(value)) values[name] = i18n.date(value);
		else if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) {
			values[name] = i18n.date(value, 'dateTime');
		} else values[name] = value;
	}
	return i18n.has(key) ? i18n.t(key, values) : i18n.t('notifications.kind.other');
}
