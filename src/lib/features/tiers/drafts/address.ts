import { isLocale, type Locale } from '$lib/i18n/locales';

/** The language that an address wants a standard to be read in; the reader's own otherwise. */
export function standardLocale(url: URL, own: Locale): Locale {
	const wanted = url.searchParams.get('lang');
	return isLocale(wanted) ? wanted : own;
}
