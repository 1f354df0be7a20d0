import type { Font } from 'fontkit';
import type { Pdf } from '$lib/server/pdf/document';
import type { Fonts } from '$lib/server/pdf/fonts';
import { useFont } from '$lib/server/pdf/text';

export const INK = '#111414';
export const INK_2 = '#4a5252';
export const LINE = '#7b8484';

export interface Style {
	size: number;
	bold?: boolean;
	italic?: boolean;
	color?: string;
}

/** What stands for a character that the font lacks; null: nothing, for what is not seen anyway. */
const INSTEAD: Record<string, string> = {
	...{ '⩽': '≤', '⩾': '≥', '⋅': '·', '∙': '·', '∗': '*', '−': '–', '⟨': '〈', '⟩': '〉', '∣': '|' },
	...{ '\t': ' ', '\u00a0': ' ', '\u2009': ' ', '\u200a': '', '\u202f': ' ', '‾': '¯', '⟹': '⇒', '⟶': '→' }
};
/** The printer's sign for a character that he does not have. */
export const GETA = '〓';

/** Measures and draws text in the document's font: lines never break here, and the y is the base line's. */
export class Ink {
	private readonly widths = { bold: new Map<string, number>(), regular: new Map<string, number>() };
	private readonly known = new Map<string, string>();

	constructor(
		readonly doc: Pdf,
		private readonly fonts: Fonts
	) {}

	private font = (bold?: boolean): Font => (bold ? this.fonts.bold : this.fonts.regular);

	width(text: string, { size, bold }: Style): number {
		const widths = bold ? this.widths.bold : this.widths.regular;
		let width = widths.get(text);
		if (width === undefined) {
			width = useFont(this.doc, this.font(bold), 1000).widthOfString(text) / 1000;
			if (text.length < 24) widths.set(text, width);
		}
		return width * size;
	}

	/** The text in characters that both weights have. */
	printable(text: string): string {
		return [...text].map((character) => this.character(character)).join('');
	}

	private character(character: string): string {
		let found = this.known.get(character);
		if (found === undefined) {
			const has = (text: string) =>
				[...text].every((one) =>
					[this.fonts.regular, this.fonts.bold].every((font) =>
						font.hasGlyphForCodePoint(one.codePointAt(0) ?? 0)
					)
				);
			const other = INSTEAD[character];
			const plain = character.normalize('NFKC');
			// Control characters, joiners, variation selectors and halves of pairs are not seen.
			if (/[\p{Cc}\p{Cf}\p{Cs}\ufe00-\ufe0f]/u.test(character) && other === undefined) found = '';
			else if (has(character) && other !== ' ') found = character;
			else if (other !== undefined && has(other)) found = other;
			else found = plain !== character && has(plain) ? plain : GETA;
			this.known.set(character, found);
		}
		return found;
	}

	put(text: string, x: number, baseline: number, { size, bold, italic, color = INK }: Style): void {
		useFont(this.doc, this.font(bold), size)
			.fillColor(color)
			.text(text, x, baseline, {
				lineBreak: false,
				baseline: 'alphabetic',
				...(italic && { oblique: 11 })
			});
	}

	rule(x: number, y: number, toX: number, toY: number, { width = 0.6, color = LINE } = {}): void {
		this.doc.moveTo(x, y).lineTo(toX, toY).lineWidth(width).stroke(color);
	}
}
