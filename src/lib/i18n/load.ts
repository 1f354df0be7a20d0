import { I18n, type Bundle } from './i18n';
import type { Locale } from './locales';

type Loaders = Record<Locale, () => Promise<{ default: Bundle }>>;

const core: Loaders = {
	'zh-CN': () => import('./messages/zh-CN/core'),
	en: () => import('./messages/en/core')
};
const room: Loaders = {
	'zh-CN': () => import('./messages/zh-CN/room'),
	en: () => import('./messages/en/room')
};
const staff: Loaders = {
	'zh-CN': () => import('./messages/zh-CN/staff'),
	en: () => import('./messages/en/staff')
};
/** Namespaces that only some pages need. Staff pages have them all but practice. */
const topics = {
	appeals: {
		'zh-CN': () => import('./messages/zh-CN/appeals.json'),
		en: () => import('./messages/en/appeals.json')
	},
	bank: {
		'zh-CN': () => import('./messages/zh-CN/bank.json'),
		en: () => import('./messages/en/bank.json')
	},
	classes: {
		'zh-CN': () => import('./messages/zh-CN/classes.json'),
		en: () => import('./messages/en/classes.json')
	},
	practicals: {
		'zh-CN': () => import('./messages/zh-CN/practicals.json'),
		en: () => import('./messages/en/practicals.json')
	},
	practice: {
		'zh-CN': () => import('./messages/zh-CN/practice.json'),
		en: () => import('./messages/en/practice.json')
	},
	registration: {
		'zh-CN': () => import('./messages/zh-CN/registration.json'),
		en: () => import('./messages/en/registration.json')
	},
	results: {
		'zh-CN': () => import('./messages/zh-CN/results.json'),
		en: () => import('./messages/en/results.json')
	},
	standard: {
		'zh-CN': () => import('./messages/zh-CN/standard.json'),
		en: () => import('./messages/en/standard.json')
	},
	visits: {
		'zh-CN': () => import('./messages/zh-CN/visits.json'),
		en: () => import('./messages/en/visits.json')
	}
} satisfies Record<string, Record<Locale, () => Promise<{ default: Bundle[string] }>>>;
export type Topic = keyof typeof topics;

/** Words that every page may need, as a chunk of one language. */
export const loadCore = async (locale: Locale): Promise<Bundle> => (await core[locale]()).default;
/** Words of some topics. */
export const loadTopics = async (locale: Locale, names: readonly Topic[]): Promise<Bundle> =>
	Object.fromEntries(
		await Promise.all(names.map(async (name) => [name, (await topics[name][locale]()).default] as const))
	);
/** Words of the exam room, which has no others. */
export const loadRoom = async (locale: Locale): Promise<Bundle> => (await room[locale]()).default;
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
/** A language with the words of the exam room alone, made once. */
export const loadRoomI18n = (locale: Locale): Promise<I18n> =>
	once(`${locale}:room`, async () => new I18n(locale, await loadRoom(locale)));
/** A language with the words of some topics too, made once. */
export const loadTopicI18n = (locale: Locale, ...names: Topic[]): Promise<I18n> =>
	once([locale, ...names].join(':'), async () =>
		(await loadI18n(locale)).extend(await loadTopics(locale, names))
	);
/** A language with the words of the staff pages too, made once. */
export const loadStaffI18n = (locale: Locale): Promise<I18n> =>
	once(`${locale}:staff`, async () => (await loadI18n(locale)).extend(await loadStaff(locale)));
