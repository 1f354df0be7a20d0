import type { Font } from 'fontkit';
import type { Pdf } from './document';

export interface Line {
	text: string;
	font: Font;
	/** In points. */
	size: number;
	/** Left edge, top of the line and width of its box, in points. */
	x: number;
	y: number;
	width: number;
	align?: 'left' | 'center' | 'right';
	/** Space added after each character, in points. */
	spacing?: number;
	color?: string;
}

/** By its name: without one the library opens the font again and compares it with those that it has. */
export const useFont = (doc: Pdf, font: Font, size: number): Pdf =>
	doc.font(font as unknown as string, font.postscriptName, size);

/** The width of a line at its full size, in points; spacing stands between characters only. */
function naturalWidth(doc: Pdf, { text, font, size, spacing = 0 }: Line): number {
	return useFont(doc, font, size).widthOfString(text) + spacing * ([...text].length - 1);
}

/** Draws one line of text, made smaller as a whole when it would not fit; its foot stays where it was. */
export function drawLine(doc: Pdf, line: Line): void {
	const { text, font, x, y, width, align = 'center', color = '#1d2121' } = line;
	const natural = naturalWidth(doc, line);
	const factor = Math.min(1, width / natural);
	const slack = width - natural * factor;
	const left = align === 'left' ? 0 : align === 'right' ? slack : slack / 2;
	useFont(doc, font, line.size * factor)
		.fillColor(color)
		.text(text, x + left, y + line.size * (1 - factor), {
			characterSpacing: (line.spacing ?? 0) * factor,
			lineBreak: false
		});
}

/** Below this share of its size a line is drawn as two. */
const SMALLEST = 0.6;

/** Draws a text on one line, or on two in about the same room where one would be too small to read. */
export function drawFitted(doc: Pdf, line: Line): void {
	const { text, size, y, width } = line;
	if (naturalWidth(doc, line) * SMALLEST <= width) return drawLine(doc, line);
	const [first, second] = halves(text);
	const half = { ...line, size: size * 0.55, spacing: (line.spacing ?? 0) * 0.55 };
	drawLine(doc, { ...half, text: first, y: y + size * 0.02 });
	drawLine(doc, { ...half, text: second, y: y + size * 0.64 });
}

/** A text cut where words or the parts of a name end, nearest to its middle; where none do about there, in the middle. */
function halves(text: string): [string, string] {
	const characters = [...text];
	const middle = Math.ceil(characters.length / 2);
	const far = (at: number) => Math.abs(at - middle);
	const ends = characters.flatMap((character, i) => (' ·'.includes(character) ? [i + 1] : []));
	const best = ends.reduce((found, at) => (far(at) < far(found) ? at : found), 0);
	const at = far(best) < characters.length / 5 ? best : middle;
	return [characters.slice(0, at).join('').trimEnd(), characters.slice(at).join('')];
}
