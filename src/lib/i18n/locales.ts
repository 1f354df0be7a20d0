export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'zh-CN';
export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

/** A text in both languages, as content files and tables keep it. */
export type LocalText = Record<Locale, string>;
export const localText = (text: LocalText, locale: Locale): string => text[locale] || text[defaultLocale];

/** The best of our locales for an Accept-Language header (RFC 9110, 12.5.4); Chinese in any script is zh-CN. */
export function negotiateLocale(header: string | null): Locale {
	const wanted = (header ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', ...params] = part.trim().split(';');
			const q = params.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
			return { tag: tag.toLowerCase(), q: q ? Number(q) : 1 };
		})
		.filter(({ tag, q }) => tag && q > 0)
		.sort((a, b) => b.q - a.q);
	for (const { tag } of wanted) {
		if (tag.startsWith('zh')) return 'zh-CN';
		if (tag.startsWith('en')) return 'en';
	}
	return defaultLocale;
}
