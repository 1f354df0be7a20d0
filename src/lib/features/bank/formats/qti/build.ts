import type { Locale } from '$lib/i18n/locales';
import type { Words } from '../../question';
import { toHtml } from '../html';
import { SOURCE } from './words';
import { escapeXml } from './xml';

export type QtiVersion = '2.1' | '3.0';

/** An element of QTI under its 2.x name, written under that of either version. Text is markup already. */
export interface Markup {
	name: string;
	attributes: Record<string, string | number | boolean | undefined>;
	children: (Markup | string)[];
}

export const markup = (
	name: string,
	attributes: Markup['attributes'] = {},
	...children: (Markup | string | null | undefined)[]
): Markup => ({
	name,
	attributes,
	children: children.filter((child) => child !== null && child !== undefined)
});

/** Text without what XML 1.0 (2.2) has no place for. */
export const legal = (text: string): string =>
	text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

/** An attribute's value; breaks and tabs as references, else parsers make them blanks (XML 1.0, 3.3.3). */
export const attributeText = (text: string): string =>
	escapeXml(legal(text)).replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);

export const plainText = (text: string): string => escapeXml(legal(text)).replaceAll('\r', '&#13;');

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function write({ name, attributes, children }: Markup, version: QtiVersion): string {
	const isThree = version === '3.0';
	const tag = isThree ? `qti-${kebab(name)}` : name;
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(
			([key, value]) =>
				` ${isThree && !key.startsWith('data-') ? kebab(key) : key}="${attributeText(String(value))}"`
		)
		.join('');
	const inner = children.map((child) => (typeof child === 'string' ? child : write(child, version))).join('');
	return inner ? `<${tag}${written}>${inner}</${tag}>` : `<${tag}${written}/>`;
}

/** Words as HTML for everybody, with their Markdown beside it in every language that they have. */
export function wordsHtml(
	words: Words,
	locale: Locale,
	replace: (html: string) => string = (html) => html
): string {
	const shown: Locale = words[locale] ? locale : locale === 'en' ? 'zh-CN' : 'en';
	const others = (Object.entries(words) as [Locale, string][])
		.filter(([other, text]) => other !== shown && text)
		.map(([other, text]) => ` ${SOURCE}-${other.toLowerCase()}="${attributeText(text)}"`)
		.join('');
	const source = words[shown] ?? '';
	const html = replace(legal(toHtml(source, encodeURIComponent)).replaceAll('\r', ''));
	return `<div xml:lang="${shown}" ${SOURCE}="${attributeText(source)}"${others}>${html}</div>`;
}

/** Expressions and rules that several kinds of questions use. */
export const variable = (identifier: string): Markup => markup('variable', { identifier });
export const base = (baseType: string, text: string | number): Markup =>
	markup('baseValue', { baseType }, plainText(String(text)));
export const set = (identifier: string, value: Markup): Markup =>
	markup('setOutcomeValue', { identifier }, value);
export const when = (condition: Markup, ...rules: Markup[]): Markup =>
	markup('responseCondition', {}, markup('responseIf', {}, condition, ...rules));
export const mapped = (identifier: string): Markup => markup('mapResponse', { identifier });

/** A share in percent as a part of 1. */
export const part = (share: number): string => plainNumber(Number((share / 100).toPrecision(14)));

/** A number without an exponent. */
export function plainNumber(value: number): string {
	const text = String(value);
	return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

export const correctResponse = (values: readonly string[]): Markup =>
	markup('correctResponse', {}, ...values.map((value) => markup('value', {}, plainText(value))));

/** A mapping whose sum stays between nothing and everything. */
export const mapping = (entries: readonly (readonly [string, string])[], caseSensitive?: boolean): Markup =>
	markup(
		'mapping',
		{ defaultValue: 0, lowerBound: 0, upperBound: 1 },
		...entries.map(([mapKey, mappedValue]) => markup('mapEntry', { mapKey, mappedValue, caseSensitive }))
	);

export const declaration = (
	identifier: string,
	cardinality: 'single' | 'multiple' | 'ordered',
	baseType: string,
	...children: (Markup | null)[]
): Markup => markup('responseDeclaration', { identifier, cardinality, baseType }, ...children);

/** What a kind of question puts into its item. */
export interface ItemParts {
	declarations: Markup[];
	/** Outcomes of its own. */
	outcomes?: string[];
	/** Behind the stem; already written where a stem holds its interactions. */
	body: (Markup | string)[];
	/** The stem, when it holds interactions. */
	stem?: string;
	/** A standard template says the same as the rules. */
	template?: 'match_correct' | 'map_response';
	rules: Markup[];
	feedback: { identifier: string; words: Words }[];
}
