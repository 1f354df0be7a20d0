import { artifact } from '$lib/server/pdf/document';
import { atomsOf, textAtoms, type Atom, type Setting, type TextStyle } from './atoms.server';
import { plainTokens, readMarkdown, type Token, type Tokens } from './markdown';
import { openElement, type Column, type Element } from './structure.server';
import { gap, type Strip } from './strips';
import { BODY, lineStrips, marked, textStrips } from './paragraphs.server';
import { tableStrips } from './table.server';

/** Between paragraphs, in points. */
const BETWEEN = 3;

/**
 * Markdown as strips; what its reader cannot take is set as plain text. `tail` follows the last words, on a line of its
 * own where these are no paragraph.
 */
export function markdownStrips(
	markdown: string,
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle = BODY,
	tail: readonly Atom[] = []
): Strip[] {
	try {
		return blocks(readMarkdown(markdown), column, parent, setting, style, 0, tail);
	} catch {
		return blocks(plainTokens(markdown), column, parent, setting, style, 0, tail);
	}
}

function blocks(
	tokens: readonly Token[],
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle,
	depth: number,
	tail: readonly Atom[] = []
): Strip[] {
	if (depth > 40) throw new RangeError('too deep');
	const strips: Strip[] = [];
	const last = tokens.filter(({ type }) => type !== 'space' && type !== 'def').pop();
	const isText = last?.type === 'paragraph' || last?.type === 'text';
	const all = tail.length && !isText ? [...tokens, { type: 'tail', raw: '', text: '', tokens: [] }] : tokens;
	for (const token of all) {
		const isLast = token === last ? isText : token.type === 'tail';
		const own = block(token, column, parent, setting, style, depth, isLast ? tail : []);
		if (own.length) strips.push(...(strips.length ? [gap(BETWEEN)] : []), ...own);
	}
	return strips;
}

function block(
	token: Token,
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle,
	depth: number,
	tail: readonly Atom[]
): Strip[] {
	const paragraph = (inline: readonly Token[], own: TextStyle) => {
		const atoms = atomsOf(inline, own, setting);
		const room = atoms.length && tail.length ? textAtoms(setting.ink, ' ', own) : [];
		const into = openElement(setting, parent, 'P');
		return lineStrips([...atoms, ...room, ...tail], column, into, setting, { size: own.size });
	};
	// Deep lists and quotes go on in the same column: the text needs the room more than the eye needs the step.
	const step = depth < 5 ? 15 : 0;
	const inner = { x: column.x + step, width: column.width - step };
	switch (token.type) {
		case 'space':
		case 'def':
			return [];
		case 'hr':
			return [ruleStrip(column, setting)];
		case 'heading':
			return paragraph((token as Tokens.Heading).tokens, { ...style, bold: true });
		case 'list': {
			const { items, ordered, start } = token as Tokens.List;
			const list = openElement(setting, parent, 'L');
			return items.flatMap((item, at) => {
				const body = openElement(setting, openElement(setting, list, 'LI'), 'LBody');
				const mark = ordered ? `${Number(start || 1) + at}.` : '•';
				const own = blocks(item.tokens, inner, body, setting, style, depth + 1);
				return marked(own.length ? own : [gap(style.size)], mark, column.x, body, setting, style);
			});
		}
		case 'blockquote':
			return blocks((token as Tokens.Blockquote).tokens, inner, parent, setting, style, depth + 1);
		case 'code':
			return (token as Tokens.Code).text
				.split('\n')
				.flatMap((line) => textStrips(line || ' ', column, parent, setting, { style }));
		case 'table':
			return markdownTable(token as Tokens.Table, column, parent, setting, style);
		default: {
			const inline = (token as Tokens.Paragraph).tokens ?? [token];
			return paragraph(inline, style);
		}
	}
}

function markdownTable(
	table: Tokens.Table,
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle
): Strip[] {
	const cell = (tokens: readonly Token[], at: number, bold = false) => {
		const atoms = atomsOf(tokens, { ...style, size: style.size - 1, ...(bold && { bold }) }, setting);
		return {
			natural: atoms.reduce((sum, one) => sum + one.width, 0),
			least: Math.max(0, ...atoms.map((one) => one.width)),
			build: (within: Column, into: Element) =>
				lineStrips(atoms, within, into, setting, {
					...{ size: style.size - 1, leading: 1.4, align: table.align[at] ?? 'left' }
				})
		};
	};
	return tableStrips(
		{
			head: table.header.map(({ tokens }, at) => cell(tokens, at, true)),
			rows: table.rows.map((row) => row.map(({ tokens }, at) => cell(tokens, at)))
		},
		column,
		parent,
		setting
	);
}

const ruleStrip = ({ x, width }: Column, { ink }: Setting): Strip => ({
	height: 8,
	draw: (y) => artifact(ink.doc, () => ink.rule(x, y + 4, x + width, y + 4))
});
