import { Marked, type MarkedExtension, type Tokens } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { fileEnding, fileSize } from '$lib/shared/file-kinds';
import type { ContentFile } from './module-format';

export interface Heading {
	id: string;
	text: string;
}

export interface Rendered {
	/** Sanitised: safe to write into a page as it is. */
	html: string;
	/** The headings of the second level as plain text, for a table of contents. */
	headings: Heading[];
}

/** `size` stands beside the name of a document that is linked. */
export type ShownFile = Pick<ContentFile, 'kind' | 'width' | 'height'> & { address: string; size?: number };

/** What stands around a piece of Markdown: the files that it may show, and what came before it in the same text. */
export interface Surroundings {
	/** A file by its name. */
	file?: (name: string) => ShownFile | undefined;
	/** The name of a file in an address; null for an address of the net. By itself what follows `files/`. */
	nameOf?: (address: string) => string | null;
	/** What else the Markdown may say; its HTML is sanitised like the rest. */
	more?: MarkedExtension;
	headings?: Heading[];
	ids?: Set<string>;
}

/** First words of a callout that warns; any other bold first words make a plain one. */
const CAUTION = /^(注意|提醒|caution|take care|note)$/i;

/** What may stand in a page; of pictures only those that the renderer itself placed. */
const allowed = (pictures: ReadonlySet<string>): sanitizeHtml.IOptions => ({
	allowedTags: [
		...['h2', 'h3', 'h4', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'div', 'figure', 'figcaption', 'img'],
		...['strong', 'em', 'del', 'u', 'sub', 'sup', 'code', 'pre', 'a', 'small', 'table', 'thead', 'tbody', 'tr', 'th', 'td']
	],
	allowedAttributes: {
		h2: ['id'],
		h3: ['id'],
		h4: ['id'],
		a: ['href', 'rel'],
		ol: ['start'],
		th: ['align', 'scope'],
		td: ['align'],
		div: ['tabindex', 'role', 'aria-label'],
		img: ['src', 'alt', 'width', 'height', 'loading', 'decoding']
	},
	allowedClasses: { div: ['table-frame', 'callout', 'caution'], blockquote: ['dialogue'] },
	allowedSchemes: ['https', 'mailto'],
	allowedSchemesByTag: { a: ['https', 'mailto'] },
	allowProtocolRelative: false,
	transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) },
	exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !pictures.has(attribs['src'] ?? '')
});

/**
 * Markdown (GFM) as sanitised HTML. Headings get ids, tables a frame that scrolls by itself on a phone, pictures their
 * size before they are loaded. A blockquote that starts with bold words is a callout; with bold words and a colon it
 * is somebody speaking.
 */
export function renderMarkdown(markdown: string, around: Surroundings = {}): Rendered {
	const { file, nameOf = fileName, more = {}, headings = [], ids = new Set<string>() } = around;
	const pictures = new Set<string>();
	const fileOf = (href: string) => file?.(nameOf(href) ?? '');
	const picture = ({ href, text }: { href: string; text: string }) => {
		const found = fileOf(href);
		const alt = escape(text);
		if (found?.kind !== 'picture') return alt && `<em>${alt}</em>`;
		pictures.add(found.address);
		const size = found.width && found.height ? ` width="${found.width}" height="${found.height}"` : '';
		return `<img src="${escape(found.address)}" alt="${alt}"${size} loading="lazy" decoding="async">`;
	};
	const own: MarkedExtension = {
		gfm: true,
		renderer: {
			heading({ tokens, depth }) {
				const text = plain(this.parser.parseInline(tokens));
				const id = freeId(text, ids);
				const level = Math.min(Math.max(depth, 2), 4);
				if (level === 2) headings.push({ id, text: decode(text) });
				return `<h${level} id="${id}">${this.parser.parseInline(tokens)}</h${level}>`;
			},
			paragraph({ tokens }) {
				const [only] = tokens;
				if (tokens.length !== 1 || only?.type !== 'image') return `<p>${this.parser.parseInline(tokens)}</p>`;
				const image = only as Tokens.Image;
				const caption = image.title ? `<figcaption>${escape(image.title)}</figcaption>` : '';
				return `<figure>${picture(image)}${caption}</figure>`;
			},
			image: picture,
			link({ href, tokens }) {
				const words = this.parser.parseInline(tokens);
				const name = nameOf(href);
				if (name === null) return `<a href="${escape(href)}">${words}</a>`;
				const found = fileOf(href);
				if (!found) return words;
				const size = found.size === undefined ? '' : ` · ${fileSize(found.size)}`;
				return `<a href="${escape(found.address)}">${words}</a> <small>${fileEnding(name)}${size}</small>`;
			},
			table(token) {
				const cells = (row: Tokens.TableCell[], tag: 'th' | 'td') =>
					row.map((cell) => {
						const align = cell.align ? ` align="${cell.align}"` : '';
						const words = this.parser.parseInline(cell.tokens);
						// An empty corner heads nothing.
						return tag === 'th' && words ? `<th scope="col"${align}>${words}</th>` : `<td${align}>${words}</td>`;
					});
				const head = `<tr>${cells(token.header, 'th').join('')}</tr>`;
				// A table to copy and fill in shows one empty row.
				const rows = token.rows.length ? token.rows : [token.header.map((cell) => ({ ...cell, tokens: [] }))];
				const body = rows.map((row) => `<tr>${cells(row, 'td').join('')}</tr>`).join('');
				const label = token.header.map((cell) => plain(this.parser.parseInline(cell.tokens))).join(' · ');
				// Reached by the keyboard, because what scrolls must be.
				return `<div class="table-frame" role="region" tabindex="0" aria-label="${label}"><table><thead>${head}</thead><tbody>${body}</tbody></table></div>`;
			},
			blockquote({ tokens }) {
				const body = this.parser.parse(tokens);
				const bold = /^<p><strong>(.*?)<\/strong>(.?)/s.exec(body);
				if (!bold) return `<blockquote>${body}</blockquote>`;
				const [, words = '', next = ''] = bold;
				if (/[:：]$/.test(words) || /[:：]/.test(next)) return `<blockquote class="dialogue">${body}</blockquote>`;
				const kind = CAUTION.test(words.trim()) ? 'callout caution' : 'callout';
				return `<div class="${kind}" role="note">${body}</div>`;
			}
		}
	};
	const html = new Marked(own, more).parse(markdown, { async: false });
	return { html: sanitizeHtml(html, allowed(pictures)), headings };
}

/** The name in an address `files/<name>`; null for any other. */
export function fileName(href: string): string | null {
	const name = /^files\/([^/?#]+)$/.exec(href)?.[1];
	if (name === undefined) return null;
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** Text for HTML and its attributes; what is an entity already stays one. */
const escape = (text: string) =>
	text
		.replace(/&(?!(?:[a-z]+|#\d+|#x[0-9a-f]+);)/gi, '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

/** The text of inline HTML, entities kept as they are: fit for an attribute. */
const plain = (html: string) => html.replace(/<[^>]*>/g, '').replaceAll('"', '&quot;').trim();

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
const decode = (text: string) => text.replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => ENTITIES[name] ?? '');

/** An id made of a heading's words, Chinese kept; a second one of the same words is numbered. */
function freeId(text: string, taken: Set<string>): string {
	const words = text
		.replace(/&[a-z#0-9]+;/gi, ' ')
		.toLowerCase()
		.match(/[\p{L}\p{N}]+/gu);
	const base = `s-${words?.join('-') ?? 'section'}`;
	let id = base;
	for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
	taken.add(id);
	return id;
}
