import { I18n, type Bundle } from './i18n';
import type { Locale } from './locales';

type Loaders = Record<Locale, () => Promise<{ default: Bundle }>>;

const core: Loaders = {
	'zh-CN': () => import('./messages/zh-CN/core'),
	en: () => import('./messages/en/core')
};
const staff: Loaders = {
	'zh-CN': () => import('./messages/zh-CN/staff'),
	en: () => import('./messages/en/staff')
};
/** Words of practice: a namespace of its own, for the pages that need it. */
const practice = {
	'zh-CN': () => import('./messages/zh-CN/practice.json'),
	en: () => import('./messages/en/practice.json')
};

/** Words that every page may need, as a chunk of one language. */
export const loadCore = async (locale: Locale): Promise<Bundle> => (await core[locale]()).default;
/** Words of the pages where one practises. */
export const loadPractice = async (locale: Locale): Promise<Bundle> => ({
	practice: (await practice[locale]()).default
});
/** Words of the staff pages. */
export const loadStaff = async (locale: Locale): Promise<Bundle> => (await staff[locale]()).default;

const made = new Map<string, Promise<I18n>>();
function once(key: string, make: () => Promise<I18n>): Promise<I18n> {
	let i18n = made.get(key);
	if (!i18n) {
		i18n = make();
		made.set(key, i18n);
		// A chunk that could not be fetched is asked for again.
		i18n.catch(() => made.delete(key));
	}
	return i18n;
}

/** A language with the words of every page, made once. */
export const loadI18n = (locale: Locale): Promise<I18n> =>
	once(locale, async () => new I18n(locale, await loadCore(locale)));
/** A language with the words of practice too, made once. */
export const loadPracticeI18n = (locale: Locale): Promise<I18n> =>
	once(`${locale}:practice`, async () => (await loadI18n(locale)).extend(await loadPractice(locale)));
/** A language with the words of the staff pages too, made once. */
export const loadStaffI18n = (locale: Locale): Promise<I18n> =>
	once(`${locale}:staff`, async () => (await loadI18n(locale)).extend(await loadStaff(locale)));
