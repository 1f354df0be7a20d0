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

export const useFont = (doc: Pdf, font: Font, size: number): Pdf => doc.font(font as unknown as string, size);

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
