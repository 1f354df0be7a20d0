import { Marked, type Tokens } from 'marked';
import sanitizeHtml from 'sanitize-html';

export interface Rendered {
	/** Sanitised: safe to write into a page as it is. */
	html: string;
	/** The headings of the second level as plain text, for a table of contents. */
	headings: { id: string; text: string }[];
}

/** First words of a callout that warns; any other bold first words make a plain one. */
const CAUTION = /^(注意|提醒|caution|take care|note)$/i;

const ALLOWED: sanitizeHtml.IOptions = {
	allowedTags: [
		...['h2', 'h3', 'h4', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'div'],
		...['strong', 'em', 'del', 'code', 'pre', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td']
	],
	allowedAttributes: {
		h2: ['id'],
		h3: ['id'],
		h4: ['id'],
		a: ['href', 'rel'],
		ol: ['start'],
		th: ['align', 'scope'],
		td: ['align'],
		div: ['tabindex', 'role', 'aria-label']
	},
	allowedClasses: { div: ['table-frame', 'callout', 'caution'], blockquote: ['dialogue'] },
	allowedSchemes: ['https', 'mailto'],
	allowedSchemesByTag: { a: ['https', 'mailto'] },
	allowProtocolRelative: false,
	transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) }
};

/**
 * Markdown (GFM) as sanitised HTML. Headings get ids, tables a frame that scrolls by itself on a phone. A
 * blockquote that starts with bold words is a callout; with bold words and a colon it is somebody speaking.
 */
export function renderMarkdown(markdown: string): Rendered {
	const headings: Rendered['headings'] = [];
	const ids = new Set<string>();
	const marked = new Marked({
		gfm: true,
		renderer: {
			heading({ tokens, depth }) {
				const text = plain(this.parser.parseInline(tokens));
				const id = freeId(text, ids);
				const level = Math.min(Math.max(depth, 2), 4);
				if (level === 2) headings.push({ id, text: decode(text) });
				return `<h${level} id="${id}">${this.parser.parseInline(tokens)}</h${level}>`;
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
	});
	return { html: sanitizeHtml(marked.parse(markdown, { async: false }), ALLOWED), headings };
}

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
