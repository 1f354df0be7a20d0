import type { MarkedExtension, TokenizerThis, Tokens } from 'marked';
import { renderMarkdown } from '$lib/content/html.server';
import { locales } from '$lib/i18n/locales';
import { hold } from '$lib/shared/held';
import { escapeTex, renderFormula } from './formula.server';
import { pictureName } from './formats/markdown';
import type { CaseGroup, Question, Words } from './question';
import {
	isWords,
	type CaseHtml,
	type Html,
	type QuestionHtml,
	type Rendered,
	type SafeHtml,
	type ShownHtml
} from './rendered';
import type { Shown } from './shown';

/** A picture that words may show. */
export interface StoredPicture {
	address: string;
	/** In pixels. */
	width?: number;
	height?: number;
}

/** What stands around the words of one version. */
export interface WordsAround {
	/** The version's id: it never changes, so each of its texts is rendered once. Null renders anew, as previews do. */
	version: string | null;
	/** The picture with a name; undefined leaves its description alone. */
	picture?: (name: string) => StoredPicture | undefined;
}

/** Texts of some hundred papers. */
const held = hold<SafeHtml>(10_000);
/** Longer ones are rare, and are rendered each time. */
const LONGEST_HELD = 20_000;

/** Markdown that says nothing but its characters, on one line. */
const PLAIN = /^(?!\s*(?:[-+=]|\d+[.)]|www))[^\n\\*_`[\]<>&"'#$~|{}@:\uE000\uE001]*$/;
const GAP = /\{\{([^{}\n]{1,40})\}\}/;
const BLOCK = /^ {0,3}\$\$([^$]+)\$\$[ \t]*(?:\n+|$)/;
const INLINE = /^(?:\$\$([^$]+)\$\$|\$(?![\s$])([^$\n]*)(?<![\s\\])\$(?!\d))/;

/** Words as sanitised HTML, language by language. `gaps`: ids of those in a stem. */
export function renderWords(words: Words, around: WordsAround, gaps: readonly string[] = []): Html {
	const html: Html = {};
	for (const locale of locales) {
		const markdown = words[locale];
		if (markdown) html[locale] = renderOnce(markdown, around, gaps);
	}
	return html;
}

/** A question as a candidate sees it, with HTML in place of words. */
export const renderShown = (shown: Shown, around: WordsAround): ShownHtml =>
	renderAll(shown, around, shown.type === 'fillIn' ? shown.gaps : []);

/** A question with what is right, with HTML in place of words. */
export const renderQuestion = (question: Question, around: WordsAround): QuestionHtml =>
	renderAll(question, around, question.type === 'fillIn' ? question.gaps.map(({ id }) => id) : []);

/** A case's title and material as HTML. */
export const renderCase = (
	{ title, material }: Pick<CaseGroup, 'title' | 'material'>,
	around: WordsAround
): CaseHtml => renderAll({ title, material }, around, []);

function renderAll<T>(value: T, around: WordsAround, gaps: readonly string[]): Rendered<T> {
	const render = (part: unknown, name: string): unknown => {
		if (typeof part !== 'object' || part === null) return part;
		if (Array.isArray(part)) return part.map((one) => render(one, ''));
		if (isWords(part)) return renderWords(part, around, name === 'stem' ? gaps : []);
		return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, render(one, key)]));
	};
	return render(value, '') as Rendered<T>;
}

function renderOnce(markdown: string, around: WordsAround, gaps: readonly string[]): SafeHtml {
	if (PLAIN.test(markdown)) return markdown.trim() as SafeHtml;
	if (!around.version || markdown.length > LONGEST_HELD) return render(markdown, around, gaps);
	return held(`${around.version}/${gaps.join('/')}/${markdown}`, () => render(markdown, around, gaps));
}

/**
 * Formulas and gaps are kept aside while Markdown is read and its HTML sanitised: neither emphasis nor the allow list
 * sees them. In an attribute, as a table's label is, they are told as text.
 */
function render(markdown: string, { picture }: WordsAround, gaps: readonly string[]): SafeHtml {
	const aside: { html: string; text: string }[] = [];
	const keep = (html: string, text: string) => `\uE000${aside.push({ html, text }) - 1}\uE001`;
	const { html } = renderMarkdown(markdown.replace(/[\uE000\uE001]/g, ''), {
		nameOf: pictureName,
		file: (name) => {
			const found = picture?.(name);
			return found && { kind: 'picture', ...found };
		},
		more: extension(
			(tex, isDisplay) => keep(renderFormula(tex, isDisplay), tex),
			(id) => (gaps.includes(id) ? keep(`<span data-gap="${gaps.indexOf(id)}"></span>`, '___') : null)
		)
	});
	const [only, inner] = /^\s*<p>((?:(?!<\/?p>)[^])*)<\/p>\s*$/.exec(html) ?? [];
	const put = (text: string, as: (one: { html: string; text: string }) => string) =>
		text.replace(/\uE000(\d+)\uE001/g, (_all, i: string) => as(aside[Number(i)]!));
	return put(
		(only ? inner! : html).trim().replace(/<[^<>]*>/g, (tag) => put(tag, ({ text }) => escapeTex(text))),
		(one) => one.html
	) as SafeHtml;
}

/** What our Markdown says beyond GFM. Headings are bold lines: a question stands within the outline of its page. */
function extension(
	formula: (tex: string, isDisplay: boolean) => string,
	gap: (id: string) => string | null
): MarkedExtension {
	const blank = (found: string) => '.'.repeat(found.length);
	return {
		renderer: {
			heading({ tokens }) {
				return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`;
			}
		},
		hooks: {
			emStrongMask: (text) =>
				text.replace(/\$\$[^$]+\$\$|\$(?![\s$])[^$\n]*(?<![\s\\])\$(?!\d)|\{\{[^{}\n]{1,40}\}\}/g, blank)
		},
		extensions: [
			{
				name: 'formulaBlock',
				level: 'block',
				start: (text: string) => /^ {0,3}\$\$/m.exec(text)?.index,
				tokenizer(this: TokenizerThis, text: string): Tokens.Generic | undefined {
					const [raw, tex] = BLOCK.exec(text) ?? [];
					return raw ? { type: 'formulaBlock', raw, tex } : undefined;
				},
				renderer: ({ tex }) => `<p>${formula(String(tex).trim(), true)}</p>`
			},
			{
				name: 'formula',
				level: 'inline',
				start: (text: string) => text.indexOf('$'),
				tokenizer(this: TokenizerThis, text: string): Tokens.Generic | undefined {
					const [raw, display, tex] = INLINE.exec(text) ?? [];
					return raw
						? { type: 'formula', raw, tex: display ?? tex, isDisplay: display !== undefined }
						: undefined;
				},
				renderer: ({ tex, isDisplay }) => formula(String(tex).trim(), Boolean(isDisplay))
			},
			{
				name: 'gap',
				level: 'inline',
				start: (text: string) => text.indexOf('{{'),
				tokenizer(this: TokenizerThis, text: string): Tokens.Generic | undefined {
					const [raw, id] = text.startsWith('{{') ? (GAP.exec(text) ?? []) : [];
					const mark = raw && text.startsWith(raw) ? gap(id!) : null;
					return mark ? { type: 'gap', raw: raw!, mark } : undefined;
				},
				renderer: ({ mark }) => String(mark)
			}
		]
	};
}
