import type { PictureBook } from '$lib/server/pdf/pictures';
import { layOutFormula } from '../formula/layout.server';
import { parseFormula } from '../formula/mathml';
import type { Ink, Style } from './ink.server';
import type { FormulaToken, GapToken, Token, Tokens } from './markdown';

export interface TextStyle extends Style {
	/** Emphasis: slanted letters, dots under Chinese characters. */
	stress?: boolean;
	/** Points above the base line. */
	raise?: number;
}

/** The smallest piece of a line. */
export interface Atom {
	width: number;
	ascent: number;
	descent: number;
	/** Blank: never at the start or the end of a line. */
	space?: boolean;
	/** The line ends here. */
	hard?: boolean;
	/** On a line of its own, in the middle. */
	display?: boolean;
	/** A line may end after it, unless what follows must not begin one. */
	open?: boolean;
	text?: string;
	style?: TextStyle;
	draw?: (x: number, baseline: number) => void;
	/** How it is told to those who hear the document. */
	tag?: { type: 'Figure' | 'Formula'; alt: string };
}

/** What text is set with. */
export interface Setting {
	ink: Ink;
	pictures: PictureBook;
	/** Marks of gaps by their ids, where there are several. */
	gapName?: (id: string) => string;
	/** Words for a picture that is not there. */
	missing: (alt: string) => string;
}

const HAN = '[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uff60\\u2014\\u2026]';
const PIECES = new RegExp(`[^\\S\\u3000]+|${HAN}|(?:(?!${HAN})[^\\s-])+-*|-+`, 'gu');
const isHan = new RegExp(`^${HAN}`, 'u');

export const textAtom = (ink: Ink, text: string, style: TextStyle): Atom => ({
	...{ text, style, width: ink.width(text, style) },
	ascent: style.size * 0.88 + (style.raise ?? 0),
	descent: style.size * 0.24 - Math.min(0, style.raise ?? 0),
	...(text === ' ' && { space: true }),
	...((isHan.test(text) || text.endsWith('-') || text === ' ') && { open: true })
});

/** Text as atoms: Chinese by the character, other words whole. Curly quotes in Latin text become straight ones: the font's are as wide as a Chinese character. */
export function textAtoms(ink: Ink, raw: string, style: TextStyle): Atom[] {
	const straight = /\p{Script=Han}/u.test(raw) ? raw : raw.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
	const text = ink.printable(straight.replace(/[^\S\u3000]+/g, ' '));
	return (text.match(PIECES) ?? []).map((piece) => textAtom(ink, piece, style));
}

const HIDDEN_TAG =
	/^<\/?(?:b|strong|i|em|u|s|span|small|p|div|font|center|a|code|mark|ins|del|big|tt|wbr)(?:\s[^<>]*)?\/?>$/i;

const unescape = (text: string) =>
	text.replace(
		/&(?:amp|lt|gt|quot|nbsp|#39|#x27);/g,
		(entity) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ' })[entity] ?? "'"
	);

/** Inline tokens of Markdown as atoms. */
export function atomsOf(tokens: readonly Token[], style: TextStyle, setting: Setting): Atom[] {
	const { ink } = setting;
	let own = style;
	return tokens.flatMap((token): Atom[] => {
		switch (token.type) {
			case 'strong':
				return atomsOf((token as Tokens.Strong).tokens, { ...own, bold: true }, setting);
			case 'em':
				return atomsOf((token as Tokens.Em).tokens, { ...own, stress: true }, setting);
			case 'br':
				return [hardBreak(own)];
			case 'formula':
				return [formulaAtom(token as FormulaToken, own, setting)].flat();
			case 'gap':
				return [blankAtom(ink, 84, own, setting.gapName?.((token as GapToken).id))];
			case 'image':
				return pictureAtoms(token as Tokens.Image, own, setting);
			case 'html': {
				const tag = token.raw.trim().toLowerCase();
				if (/^<br\s*\/?>$/.test(tag)) return [hardBreak(own)];
				if (/^<su[pb]>$/.test(tag))
					own = { ...own, size: style.size * 0.68, raise: style.size * (tag === '<sup>' ? 0.36 : -0.16) };
				else if (/^<\/su[pb]>$/.test(tag)) own = style;
				else if (!HIDDEN_TAG.test(tag)) return textAtoms(ink, token.raw, own);
				return [];
			}
			default: {
				const inner = (token as Tokens.Text).tokens;
				if (inner?.length) return atomsOf(inner, own, setting);
				return textAtoms(ink, unescape((token as Tokens.Text).text ?? token.raw), own);
			}
		}
	});
}

const hardBreak = ({ size }: TextStyle): Atom => ({
	...{ width: 0, ascent: size * 0.88, descent: size * 0.24, hard: true }
});

function formulaAtom({ tex, display, raw }: FormulaToken, style: TextStyle, { ink }: Setting): Atom | Atom[] {
	const tree = parseFormula(tex, display);
	try {
		if (!tree) return textAtoms(ink, raw, style);
		const { width, ascent, descent, draw } = layOutFormula(tree, { ink, size: style.size, display });
		const tag = { type: 'Formula' as const, alt: tex };
		const room = display ? style.size * 0.5 : 0;
		return {
			...{ width, ascent: ascent + room, descent: descent + room, draw, tag, display },
			open: true
		};
	} catch {
		return textAtoms(ink, raw, style);
	}
}

/** A ruled blank to write on, with its mark in the middle. */
export function blankAtom(ink: Ink, width: number, { size }: TextStyle, name = ''): Atom {
	const mark = { size: size * 0.72, color: '#4a5252' };
	return {
		...{ width: width + 6, ascent: size * 1.15, descent: size * 0.4, open: true },
		draw(x, y) {
			ink.rule(x + 3, y + size * 0.22, x + 3 + width, y + size * 0.22, { width: 0.7 });
			if (name) ink.put(name, x + 3 + (width - ink.width(name, mark)) / 2, y, mark);
		}
	};
}

function pictureAtoms({ href, text: alt }: Tokens.Image, style: TextStyle, setting: Setting): Atom[] {
	const { ink, pictures } = setting;
	const picture = pictures.find(href);
	if (!picture) return textAtoms(ink, setting.missing(alt || href), { ...style, color: '#4a5252' });
	// A picture at 96 dots per inch, not higher than a third of a page.
	const factor = Math.min(0.75, 300 / picture.height);
	const [width, height] = [picture.width * factor, picture.height * factor];
	const big = height > style.size * 3;
	return [
		{
			...{ width, ascent: height + (big ? 4 : 0) - (big ? 0 : 2), descent: big ? 6 : 2, open: true },
			draw: (x, y) => pictures.draw(picture, x, y - height + (big ? 0 : 2), width, height),
			tag: { type: 'Figure', alt: alt || href }
		}
	];
}
