import { isLocale, type Locale } from '$lib/i18n/locales';
import type { Words } from '../../question';
import { toMarkdown } from '../html';
import { picturesOf } from '../markdown';
import { childOf, elements, escapeXml, isElement, Unread, textOf, type Element } from './xml';

/** How the words of one item are read. */
export interface Reading {
	/** Of words that do not say their own. */
	locale: Locale;
	/** The name of the picture at an address; null leaves it out. */
	nameOf(address: string): string | null;
	/** Names of the pictures that words show, collected while reading. */
	pictures: Set<string>;
}

/** Our own source beside the words that others read: `data-markdown`, for further languages `data-markdown-en` … */
export const SOURCE = 'data-markdown';

/** Most characters of HTML that become words. */
const LONGEST = 200_000;

/** An element whose text is HTML already, as QTI 1.2 brings it. */
export const RAW = '#html';

/** Elements that are no words of their own: said at another time, to others, or never. */
const SILENT = new Set([
	'feedbackInline',
	'feedbackBlock',
	'rubricBlock',
	'stylesheet',
	'style',
	'script',
	'catalogInfo',
	'companionMaterialsInfo'
]);
/** What shows something that words cannot keep. */
const LOST = new Set([
	'video',
	'audio',
	'iframe',
	'embed',
	'canvas',
	'svg',
	'printedVariable',
	'templateInline'
]);
const EMPTY = new Set(['br', 'hr', 'img', 'col', 'wbr']);

/**
 * The words inside an element, null when there are none. `replace` may give another HTML for an element.
 * @throws Unread `unsupported` for media, formulas without TeX and printed variables
 */
export function readWords(
	node: Element,
	reading: Reading,
	replace: (child: Element) => string | undefined = () => undefined
): Words | null {
	const own = sourceOf(node);
	if (own) return readSource(own, reading);
	const html = htmlOf(node, replace);
	if (html.length > LONGEST) throw new Unread('tooLong', node.line);
	const { text, pictures } = toMarkdown(html, (address) => reading.nameOf(address));
	pictures.forEach((name) => reading.pictures.add(name));
	return text ? { [reading.locale]: text } : null;
}

/** The element with our own source, when it is all that the words consist of. */
export function sourceOf(node: Element): Element | undefined {
	const own = elements(node).filter(({ attributes }) => attributes.has(SOURCE));
	const isAll = node.children.every((child) =>
		isElement(child) ? own.includes(child) || isAside(child) : !child.trim()
	);
	return own.length === 1 && isAll ? own[0] : undefined;
}

/** What stands beside words without being any. */
const isAside = ({ name, attributes }: Element) =>
	attributes.has('data-answer') || SILENT.has(name) || /Interaction$/.test(name) || name === 'prompt';

function readSource(own: Element, reading: Reading): Words | null {
	const shown = own.attributes.get('lang');
	const words: Words = {};
	for (const [name, value] of own.attributes) {
		const code = name === SOURCE ? shown : name.startsWith(`${SOURCE}-`) ? name.slice(SOURCE.length + 1) : '';
		const locale =
			code === 'zh-cn' ? 'zh-CN' : isLocale(code) ? code : name === SOURCE ? reading.locale : null;
		if (!locale || !value) continue;
		words[locale] = value;
		picturesOf(value).forEach((picture) => {
			const known = reading.nameOf(picture);
			if (known !== null) reading.pictures.add(known);
			if (known !== null && known !== picture)
				words[locale] = words[locale]!.replaceAll(`](${picture}`, `](${known}`);
		});
	}
	return Object.keys(words).length ? words : null;
}

/** HTML of an interaction's prompt. */
export function promptOf(interaction: Element): string {
	const prompt = childOf(interaction, 'prompt');
	return prompt ? `<div>${htmlOf(prompt, () => undefined)}</div>` : '';
}

/** HTML of what is inside, as `toMarkdown` reads it. */
export function htmlOf(node: Element, replace: (child: Element) => string | undefined): string {
	return node.children
		.map((child) => {
			if (!isElement(child)) return escapeXml(child);
			const other = replace(child);
			if (other !== undefined) return other;
			if (child.name === RAW) return rawOf(child);
			if (SILENT.has(child.name)) return '';
			if (LOST.has(child.name)) throw new Unread('unsupported', child.line, child.name);
			if (child.name === 'object') return pictureOf(child);
			if (child.name === 'math') return formulaOf(child);
			const attributes = [...child.attributes]
				.map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
				.join('');
			const name = child.name === 'prompt' ? 'div' : child.name;
			return EMPTY.has(name)
				? `<${name}${attributes}>`
				: `<${name}${attributes}>${htmlOf(child, replace)}</${name}>`;
		})
		.join('');
}

/** HTML as it came; formulas of Canvas are pictures with their TeX beside them. */
function rawOf(node: Element): string {
	const html = textOf(node).replace(
		/<img\b[^<>]*\bdata-equation-content="([^"<>]*)"[^<>]*>/gi,
		(_all, tex: string) => `\\(${tex}\\)`
	);
	const lost = /<(video|audio|iframe|object|embed|math)\b/i.exec(html)?.[1];
	if (lost) throw new Unread('unsupported', node.line, lost.toLowerCase());
	return html;
}

function pictureOf(node: Element): string {
	const type = node.attributes.get('type') ?? '';
	const address = node.attributes.get('data') ?? '';
	if (!/^image\//i.test(type) && !/\.(png|jpe?g|gif|svg|webp)$/i.test(address))
		throw new Unread('unsupported', node.line, `object ${type}`.trim());
	return `<img src="${escapeXml(address)}" alt="${escapeXml(textOf(node).trim())}">`;
}

/** MathML keeps its TeX in an annotation when it was made from it. */
function formulaOf(node: Element): string {
	const alone = (inside: Element): Element | undefined =>
		elements(inside).find(
			({ name, attributes }) => name === 'annotation' && /tex/i.test(attributes.get('encoding') ?? '')
		) ?? elements(inside).map(alone).find(Boolean);
	const tex = alone(node);
	if (!tex) throw new Unread('unsupported', node.line, 'math');
	return escapeXml(`\\(${textOf(tex).trim()}\\)`);
}

/** Several words one below the other. */
export function joinWords(parts: readonly Words[]): Words | undefined {
	const joined: Words = {};
	for (const part of parts)
		for (const [locale, text] of Object.entries(part) as [Locale, string][])
			joined[locale] = joined[locale] ? `${joined[locale]}\n\n${text}` : text;
	return Object.keys(joined).length ? joined : undefined;
}
