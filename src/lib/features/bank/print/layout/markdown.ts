import { Marked, type Token, type Tokens } from 'marked';

/** What Markdown of the bank has beside the usual: formulas, and gaps to fill in. */
export interface FormulaToken {
	type: 'formula';
	raw: string;
	tex: string;
	display: boolean;
}
export interface GapToken {
	type: 'gap';
	raw: string;
	id: string;
}
export type { Token, Tokens };

const reader = new Marked({
	gfm: true,
	extensions: [
		{
			name: 'formula',
			level: 'inline',
			start: (source) => source.indexOf('$'),
			tokenizer(source) {
				const match = /^(\$\$([^$]+)\$\$|\$(?![\s$])([^$\n]*)(?<![\s\\])\$(?!\d))/.exec(source);
				if (!match) return undefined;
				const [raw, , display, inline] = match;
				return {
					type: 'formula',
					raw,
					tex: (display ?? inline ?? '').trim(),
					display: display !== undefined
				};
			}
		},
		{
			name: 'gap',
			level: 'inline',
			start: (source) => source.indexOf('{{'),
			tokenizer(source) {
				const match = /^\{\{([^{}\n]{1,60})\}\}/.exec(source);
				return match ? { type: 'gap', raw: match[0], id: match[1] ?? '' } : undefined;
			}
		}
	]
});

/** A plain text as the tokens of one paragraph for each of its lines. */
const plain = (text: string): Token[] =>
	text.split(/\n+/).map((line) => ({
		type: 'paragraph',
		raw: line,
		text: line,
		tokens: [{ type: 'text', raw: line, text: line }]
	}));

/** Markdown as blocks; what the reader cannot take (quotes in quotes without end) is kept as plain text. */
export function readMarkdown(markdown: string): Token[] {
	try {
		return reader.lexer(markdown);
	} catch {
		return plain(markdown);
	}
}

export { plain as plainTokens };
