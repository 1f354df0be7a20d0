import { artifact } from '$lib/server/pdf/document';
import { atomsOf, textAtoms, type Atom, type Setting, type TextStyle } from './atoms.server';
import { breakLines, drawAtoms } from './lines.server';
import { plainTokens, readMarkdown, type Token, type Tokens } from './markdown';
import { openElement, type Column, type Element } from './structure.server';
import { gap, withoutOrphans, type Strip } from './strips';
import { tableStrips } from './table.server';

export const BODY: TextStyle = { size: 10.5 };
const LEADING = 1.62;
/** Between paragraphs, in points. */
const BETWEEN = 3;

/** Lines of atoms as strips, one for each. */
export function lineStrips(
	atoms: readonly Atom[],
	column: Column,
	into: Element,
	setting: Setting,
	{
		size = BODY.size,
		align = 'left',
		leading = LEADING
	}: { size?: number; align?: string; leading?: number } = {}
): Strip[] {
	const { ink } = setting;
	const width = Math.max(10, column.width);
	return withoutOrphans(
		breakLines(ink, atoms, width, size * leading).map((line) => ({
			height: line.ascent + line.descent,
			base: line.ascent,
			draw(y) {
				const slack = width - line.width;
				const side = line.display ? 'center' : align;
				const left = column.x + (side === 'left' ? 0 : side === 'right' ? slack : slack / 2);
				drawAtoms(ink, line.atoms, left, y + line.ascent, into);
			}
		}))
	);
}

/** A line or more of plain text as a paragraph, or as another element. */
export function textStrips(
	text: string,
	column: Column,
	parent: Element,
	setting: Setting,
	options: { style?: TextStyle; align?: string; type?: string; leading?: number } = {}
): Strip[] {
	const { style = BODY, align = 'left', type = 'P', leading } = options;
	const into = openElement(setting, parent, type);
	return lineStrips(textAtoms(setting.ink, text, style), column, into, setting, {
		...{ size: style.size, align },
		...(leading !== undefined && { leading })
	});
}

/** Markdown as strips; what its reader cannot take is set as plain text. */
export function markdownStrips(
	markdown: string,
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle = BODY
): Strip[] {
	try {
		return blocks(readMarkdown(markdown), column, parent, setting, style, 0);
	} catch {
		return blocks(plainTokens(markdown), column, parent, setting, style, 0);
	}
}

function blocks(
	tokens: readonly Token[],
	column: Column,
	parent: Element,
	setting: Setting,
	style: TextStyle,
	depth: number
): Strip[] {
	if (depth > 40) throw new RangeError('too deep');
	const strips: Strip[] = [];
	for (const token of tokens) {
		const own = block(token, column, parent, setting, style, depth);
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
	depth: number
): Strip[] {
	const paragraph = (inline: readonly Token[], own: TextStyle) =>
		lineStrips(atomsOf(inline, own, setting), column, openElement(setting, parent, 'P'), setting, {
			size: own.size
		});
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

/** Puts a mark to the left of the first line. */
export function marked(
	strips: Strip[],
	mark: string,
	x: number,
	into: Element,
	{ ink }: Setting,
	style: TextStyle = BODY
): Strip[] {
	const at = strips.findIndex(({ blank }) => !blank);
	const first = at < 0 ? 0 : at;
	return strips.map((strip, place) =>
		place !== first
			? strip
			: {
					...strip,
					blank: false,
					draw(y) {
						// Beside a picture or a table it stands where a first line would.
						const base = strip.base ?? style.size * 1.4;
						const down = base > style.size * 4 ? style.size * 1.4 : base;
						into.add(() => ink.put(ink.printable(mark), x, y + down, style));
						strip.draw(y);
					}
				}
	);
}

const ruleStrip = ({ x, width }: Column, { ink }: Setting): Strip => ({
	height: 8,
	draw: (y) => artifact(ink.doc, () => ink.rule(x, y + 4, x + width, y + 4))
});
