import type { Bundle } from './i18n';
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

/** Words that every page may need, as a chunk of one language. */
export const loadCore = async (locale: Locale): Promise<Bundle> => (await core[locale]()).default;
/** Words of the staff pages. */
export const loadStaff = async (locale: Locale): Promise<Bundle> => (await staff[locale]()).default;
