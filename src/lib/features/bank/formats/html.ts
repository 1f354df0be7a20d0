import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import TurndownService from 'turndown';
import { cell, table } from './html-tables';
import { escapeMarkdown, pictureMark, pictureName, picturesOf } from './markdown';

const BLOCKS = [
	'p',
	'div',
	'br',
	'hr',
	'ul',
	'ol',
	'li',
	'blockquote',
	'pre',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6'
];
const INLINE = ['strong', 'b', 'em', 'i', 'u', 's', 'del', 'code', 'sub', 'sup', 'a', 'img'];
const TABLES = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];

/** What Markdown can say, and nothing that runs; deeper than anybody writes by hand is flattened. */
const SAFE: sanitizeHtml.IOptions = {
	allowedTags: [...BLOCKS, ...INLINE, ...TABLES],
	allowedAttributes: {
		a: ['href'],
		img: ['src', 'alt'],
		ol: ['start'],
		th: ['colspan', 'align'],
		td: ['colspan', 'align']
	},
	allowedSchemes: ['https', 'http', 'mailto'],
	allowedSchemesByTag: { img: ['https', 'http', 'data'] },
	nestingLimit: 40
};

const BARE = /^(?:\s*<p(?:\s[^<>]*)?>)?([^<&]*)(?:<\/p>\s*)?$/i;

/**
 * HTML as Markdown of our kind, sanitised first: emphasis, lists, tables, pictures by their bare names, sub- and
 * superscripts as the tags that they are, formulas (`$…$`, `$$…$$`, `\(…\)`) untouched between dollars. `nameOf` gives
 * the name of the picture at an address; null leaves it out, its description stays.
 */
export function toMarkdown(
	html: string,
	nameOf: (address: string) => string | null = pictureName
): { text: string; pictures: string[] } {
	// One paragraph without marks or entities, as most texts are, needs no translation.
	const bare = BARE.exec(html)?.[1];
	if (bare !== undefined) return { text: escapeMarkdown(bare.replace(/[\0\s]+/g, ' ').trim()), pictures: [] };
	const safe = sanitizeHtml(html.replaceAll('\0', ''), SAFE);
	const text = turndown(nameOf)
		.turndown(safe)
		.replace(/[ \t]+$/gm, (end) => (end === '  ' ? end : ''))
		.trim();
	return { text, pictures: picturesOf(text) };
}

function turndown(nameOf: (address: string) => string | null): TurndownService {
	const service = new TurndownService({
		headingStyle: 'atx',
		hr: '---',
		bulletListMarker: '-',
		codeBlockStyle: 'fenced',
		br: '  '
	});
	service.escape = escapeMarkdown;
	/** Items of each list so far: they come in their order. */
	const counts = new Map<Node | null, number>();
	service
		.addRule('strong', {
			filter: ['strong', 'b'],
			replacement: (words, node) => marked(words, node, '**', 'strong')
		})
		.addRule('emphasis', {
			filter: ['em', 'i'],
			replacement: (words, node) => marked(words, node, '*', 'em')
		})
		.addRule('deleted', {
			filter: ['s', 'del'],
			replacement: (words, node) => marked(words, node, '~~', 'del')
		})
		.addRule('kept', {
			filter: ['sub', 'sup', 'u'],
			replacement: (words, { nodeName }) => words && tagged(words, nodeName.toLowerCase())
		})
		.addRule('listing', {
			filter: 'pre',
			replacement: (_words, node) =>
				`\n\n\`\`\`\n${(node.textContent ?? '').replaceAll('```', "'''").trimEnd()}\n\`\`\`\n\n`
		})
		.addRule('picture', {
			filter: 'img',
			replacement: (_words, node) => {
				const image = node as HTMLElement;
				const name = nameOf(image.getAttribute('src') ?? '');
				const words = image.getAttribute('alt') ?? '';
				return name === null ? escapeMarkdown(words) : pictureMark(name, words);
			}
		})
		.addRule('item', {
			filter: 'li',
			replacement: (words, node) => {
				const list = node.parentNode as HTMLElement | null;
				const start = Number(list?.getAttribute?.('start') ?? 1) || 1;
				const place = counts.get(list) ?? 0;
				counts.set(list, place + 1);
				const mark = list?.nodeName === 'OL' ? `${start + place}. ` : '- ';
				const lines = words.trim().replace(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
				return `${mark}${lines}\n`;
			}
		})
		.addRule('cell', { filter: ['th', 'td'], replacement: (words, node) => cell(words, node as HTMLElement) })
		.addRule('row', { filter: 'tr', replacement: (words) => `|${words}\n` })
		.addRule('caption', { filter: 'caption', replacement: () => '' })
		.addRule('section', { filter: ['thead', 'tbody', 'tfoot'], replacement: (words) => words })
		.addRule('table', { filter: 'table', replacement: (words, node) => table(words, node as HTMLElement) });
	return service;
}

const tagged = (words: string, tag: string) => `<${tag}>${words}</${tag}>`;
const isSolid = (char: string) => /[^\s\p{P}\p{S}]/u.test(char);

/**
 * Words between marks, or between tags where Markdown would not see the marks: `**重点：**内容` ends nothing, because
 * a mark between punctuation and a letter opens (CommonMark 0.31, 6.2).
 */
function marked(words: string, node: Node, mark: string, tag: string): string {
	if (!words.trim()) return words;
	const before = [...(node.previousSibling?.textContent ?? '')].at(-1) ?? ' ';
	const after = [...(node.nextSibling?.textContent ?? '')][0] ?? ' ';
	const [first = '', last = ''] = [[...words][0], [...words].at(-1)];
	const seen = (isSolid(first) || !isSolid(before)) && (isSolid(last) || !isSolid(after));
	return seen && !words.includes(mark) ? `${mark}${words}${mark}` : tagged(words, tag);
}

/**
 * Markdown of our kind as sanitised HTML, formulas as `\(…\)` and `$$…$$`; `addressOf` gives what a picture's name
 * becomes.
 */
export function toHtml(markdown: string, addressOf: (name: string) => string = (name) => name): string {
	const parser = new Marked({
		gfm: true,
		renderer: {
			image: ({ href, text }) =>
				`<img src="${escape(addressOf(pictureName(href) ?? href))}" alt="${escape(text)}">`
		}
	});
	parser.use({
		extensions: [
			{
				name: 'formula',
				level: 'inline',
				start: (text: string) => text.indexOf('$'),
				tokenizer(text: string) {
					const raw = /^(\$\$[^$]+\$\$|\$(?![\s$])[^$\n]*(?<![\s\\])\$(?!\d))/.exec(text)?.[0];
					return raw ? { type: 'formula', raw } : undefined;
				},
				renderer: ({ raw }) => escape(raw.startsWith('$$') ? raw : `\\(${raw.slice(1, -1)}\\)`)
			}
		]
	});
	const html = parser.parse(markdown, { async: false });
	return sanitizeHtml(html, { ...SAFE, allowedSchemesByTag: {} }).trim();
}

const escape = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
