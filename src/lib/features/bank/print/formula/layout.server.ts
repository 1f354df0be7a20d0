import { GETA, type Ink, type Style } from '../layout/ink.server';
import type { MathNode } from './mathml';
import { fraction, grid, limits, radical, row, scripts, stretched, type MathBox } from './boxes.server';

/** Thrown for what cannot be drawn; the caller prints the source. */
export class UnknownFormula extends Error {}

const RELATION = /^[=<>≤≥⩽⩾≠≈≡∼∝→←⇒⇔↔∈∉⊂⊆∪∩≪≫±∓×÷+−–\-·∗*∧∨∘/≜:∣]$/;
const BIG = /^[∑∏∫⋃⋂∐∬∮]$/;

/** Where a formula stands: its size in points, and whether it has lines of its own. */
export interface Setting {
	ink: Ink;
	size: number;
	display: boolean;
}

/** Lays out a tree of MathML; sizes are in points, the base line is at y = 0. Throws UnknownFormula. */
export function layOutFormula(node: MathNode, setting: Setting): MathBox {
	return box(node, setting, 0);
}

function box(node: MathNode, at: Setting, depth: number): MathBox {
	if (depth > 60) throw new UnknownFormula('too deep');
	const { ink, size } = at;
	const kids = node.children;
	const kid = (place: number, setting: Setting = at): MathBox => {
		const child = kids[place];
		if (!child) throw new UnknownFormula(`${node.tag} lacks a part`);
		return box(child, setting, depth + 1);
	};
	const small: Setting = { ink, size: Math.max(5.5, size * 0.7), display: false };
	switch (node.tag) {
		case 'math':
		case 'mrow':
		case 'mstyle':
		case 'mpadded':
		case 'mtd':
		case 'menclose':
			return rowOf(kids, node.tag === 'mstyle' ? styled(node, at) : at, depth);
		case 'mi':
		case 'mn':
		case 'mtext':
			return textBox(node, at);
		case 'mo':
			return operator(node.text, at);
		case 'mspace':
			return space(emOf(node.attributes['width']) * size);
		case 'mphantom': {
			const { width, ascent, descent } = rowOf(kids, at, depth);
			return { ...space(width), ascent, descent };
		}
		case 'mfrac': {
			const part = { ...at, size: at.display ? size : Math.max(6, size * 0.8), display: false };
			const rule = node.attributes['linethickness'] !== '0px';
			return fraction(ink, kid(0, part), kid(1, part), size, rule);
		}
		case 'msub':
			return scripts(kid(0), kid(1, small), null, size);
		case 'msup':
			return scripts(kid(0), null, kid(1, small), size);
		case 'msubsup':
			return scripts(kid(0), kid(1, small), kid(2, small), size);
		case 'munder':
			return limits(kid(0), kid(1, small), null, size);
		case 'mover': {
			const accent = node.attributes['accent'] === 'true' || kids[1]?.attributes['stretchy'] === 'true';
			return limits(
				kid(0),
				null,
				kid(1, accent ? at : small),
				size,
				accent ? { ink, sign: kids[1]?.text } : null
			);
		}
		case 'munderover':
			return limits(kid(0), kid(1, small), kid(2, small), size);
		case 'msqrt':
			return radical(ink, rowOf(kids, at, depth), null, size);
		case 'mroot':
			return radical(ink, kid(0), kid(1, { ...small, size: Math.max(5, size * 0.55) }), size);
		case 'mtable': {
			const align = (node.attributes['columnalign'] ?? 'center').split(' ');
			const rows = kids.map((line) =>
				line.children.map((cell) => box(cell, { ...at, display: false }, depth + 1))
			);
			return grid(rows, align, size);
		}
		default:
			throw new UnknownFormula(node.tag);
	}
}

const styled = (node: MathNode, at: Setting): Setting => {
	const level = Number(node.attributes['scriptlevel'] ?? 0);
	const display = node.attributes['displaystyle'];
	return {
		...at,
		size: level > 0 ? Math.max(5.5, at.size * 0.7 ** level) : at.size,
		display: display === undefined ? at.display : display === 'true'
	};
};

const emOf = (width = '0') => Math.min(20, Math.max(-0.3, Number.parseFloat(width) || 0));
const space = (width: number): MathBox => ({ width, ascent: 0, descent: 0, draw: () => undefined });

/** Operators get their room by what stands before them: a sign at the start of a row or after another has none. */
function rowOf(nodes: MathNode[], at: Setting, depth: number): MathBox {
	const boxes: MathBox[] = [];
	const inner = () => boxes.filter(({ fence }) => !fence);
	nodes.forEach((node, place) => {
		const made = box(node, at, depth + 1);
		if (node.tag !== 'mo') return boxes.push(made);
		const [before, after] = [nodes[place - 1], nodes[place + 1]];
		const isFirst = !before || (before.tag === 'mo' && !/^[)\]}%|!]$/.test(before.text));
		const isFence = node.attributes['fence'] === 'true';
		const room = RELATION.test(node.text) && !isFence && !isFirst && node.text !== '/' ? at.size * 0.22 : 0;
		const comma = node.text === ',' && !(before?.tag === 'mn' && after?.tag === 'mn') ? at.size * 0.18 : 0;
		const called = node.text === '\u2061' ? at.size * 0.16 : 0;
		const fence = isFence ? node.text : undefined;
		return boxes.push(space(room), { ...made, ...(fence && { fence }) }, space(room + comma + called));
	});
	const tall = inner();
	const ascent = Math.max(0, ...tall.map((one) => one.ascent));
	const descent = Math.max(0, ...tall.map((one) => one.descent));
	return row(boxes.map((one) => (one.fence ? stretched(at.ink, one.fence, ascent, descent, at.size) : one)));
}

function operator(text: string, at: Setting): MathBox {
	if (!text || text === '\u2061' || text === '\u2062' || text === '\u200b') return space(0);
	if (!BIG.test(text)) return written(text, { size: at.size }, at.ink);
	const size = at.size * (at.display ? 1.55 : 1.2);
	const made = written(text, { size }, at.ink);
	const drop = (size - at.size) * 0.3;
	return {
		width: made.width,
		ascent: made.ascent - drop,
		descent: made.descent + drop,
		draw: (x, y) => made.draw(x, y + drop)
	};
}

function textBox({ tag, text, attributes }: MathNode, { ink, size }: Setting): MathBox {
	const variant = attributes['mathvariant'] ?? '';
	const letter =
		tag === 'mi' && [...text].length === 1 && /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text);
	const upright = variant.startsWith('normal') || /^[Α-Ω]$/.test(text);
	const bold = variant.startsWith('bold');
	return written(
		text,
		{ size, bold, italic: (letter && !upright && !bold) || variant.includes('italic') },
		ink
	);
}

function written(raw: string, style: Style, ink: Ink): MathBox {
	const text = ink.printable(raw.replace(/\s+/g, ' ').replace('∣', '|'));
	if (text.includes(GETA)) throw new UnknownFormula(raw);
	const low = /[gjpqy()[\]{}|,;βγημρφχψςζξ∑∏∫\p{Script=Han}]/u.test(text);
	const han = /\p{Script=Han}/u.test(text);
	const high = /[A-Zbdfhijklt0-9()[\]{}|∑∏∫%\p{Script=Han}]/u.test(text);
	return {
		width: ink.width(text, style) + (style.italic ? style.size * 0.04 : 0),
		ascent: style.size * (han ? 0.86 : high ? 0.76 : 0.55),
		descent: style.size * (han ? 0.14 : low ? 0.21 : 0.03),
		draw: (x, y) => text && ink.put(text, x, y, style)
	};
}
