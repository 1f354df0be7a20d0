import { defaultLocale, type Locale } from '$lib/i18n/locales';
import type { CaseGroup, Question, Words } from './question';
import type { Shown } from './shown';

declare const sanitised: unique symbol;
/** HTML that `renderWords` made: it may be written into a page as it is. */
export type SafeHtml = string & { readonly [sanitised]: true };

/** Words as HTML. One paragraph stands without `<p>`, so that it fits into a label. */
export type Html = Partial<Record<Locale, SafeHtml>>;

/** The same with HTML in place of Markdown, wherever words stand. */
export type Rendered<T> = T extends readonly (infer E)[]
	? Rendered<E>[]
	: T extends object
		? keyof T extends Locale
			? Html
			: { [K in keyof T]: Rendered<T[K]> }
		: T;

/** A union with one member for each kind, so that a component can name those that it shows. */
type ByKind<Q> = Q extends { type: infer K }
	? K extends string
		? Omit<Q, 'type'> & { type: K }
		: never
	: never;

/** A question as a candidate sees it, ready for a page. The gaps of a stem are `<span data-gap="0">`, by their places. */
export type ShownHtml = ByKind<Rendered<Shown>>;
/** A question with what is right, ready for a page. */
export type QuestionHtml = Rendered<Question>;
/** What a case says before its questions. */
export type CaseHtml = Rendered<Pick<CaseGroup, 'title' | 'material'>>;

/** The words in a language; where they are not written in it, in the other one. `lang` says which it is. */
export function wordsIn<T extends string>(
	words: Partial<Record<Locale, T>> | undefined,
	locale: Locale
): { text: T; lang: Locale } | null {
	const other: Locale = locale === defaultLocale ? 'en' : defaultLocale;
	const lang = words?.[locale] ? locale : other;
	const text = words?.[lang];
	return text ? { text, lang } : null;
}

/** Markdown in a language on one line of a list: a gap as a blank, a picture as ▣, a table as its words. */
export function inShort(
	words: Partial<Record<Locale, string>> | undefined,
	locale: Locale
): { text: string; lang: Locale } | null {
	const found = wordsIn(words, locale);
	if (!found) return null;
	const text = found.text
		.replace(/!\[[^\]]*\]\([^)]*\)/g, '▣')
		.replace(/\{\{[^{}]*\}\}/g, '____')
		.replace(/^\s*\|?[\s:|-]+\|[\s:|-]*$/gm, '')
		.replace(/\s*\|\s*/g, ' ')
		.replace(/\*\*|\$/g, '');
	return { ...found, text: text.replace(/\s+/g, ' ').trim() };
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

/** HTML of ours as plain text, for names of controls: formulas by their source, pictures by what they show. */
export const plainText = (html: string): string =>
	html
		.replace(/<math\b[^<>]*?\salttext="([^"]*)"[^]*?<\/math>/g, ' $1 ')
		.replace(/<img\b[^<>]*?\salt="([^"]*)"[^<>]*>/g, ' $1 ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/&(lt|gt|quot|amp|#39);/g, (_all, name: string) => ENTITIES[name]!)
		.replace(/\s+/g, ' ')
		.trim();

/** Whether a value is words and not another part of a question. */
export const isWords = (value: object): value is Words => {
	const keys = Object.keys(value);
	return keys.length > 0 && keys.every((key) => key === 'zh-CN' || key === 'en');
};
