import type { LocalText } from '$lib/i18n/locales';
import { languagesOf, type Design } from './design';
import { layoutOf, type Layout } from './layout';

export const COLORS = { ink: '#1d2121', soft: '#5b6262', gold: '#b08d4f' } as const;

type Role = 'H1' | 'H2' | 'P';

/** A line of text, made smaller, or drawn as two, where it would not fit. In points from the upper left corner. */
export interface Line {
	item: 'line';
	role: Role;
	/** Where it is not the document's. */
	lang?: 'en';
	text: string;
	bold: boolean;
	size: number;
	x: number;
	y: number;
	width: number;
	align: 'left' | 'center';
	/** Added after each character. */
	spacing: number;
	color: string;
}

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}
/** A file's picture, as large as its box allows, in the middle of its foot. */
export type Picture = { item: 'picture'; file: string; alt: string } & Box;
/** A text as a QR code. */
export type Code = { item: 'code'; text: string; alt: string; x: number; y: number; size: number };
/** A line that is drawn: gold with a diamond in its middle, or thin. */
export type Rule = { item: 'rule'; gold: boolean; x: number; y: number; width: number };
export type Item = Line | Picture | Code | Rule;

type Said = Partial<Line> & Pick<Line, 'size' | 'y'>;

/** Latin letters stand closer than Chinese characters that were set apart. */
const LATIN_SPACING = 0.08;

/** Notes down what stands on a certificate, in the order of reading, in the languages of its design. */
export class Pen {
	readonly items: Item[] = [];
	readonly layout: Layout;

	constructor(readonly design: Design) {
		this.layout = layoutOf(design);
	}

	/** In the middle of the paper, unless the line says where. English on a Chinese paper says that it is English. */
	say(role: Role, text: string, line: Said, lang?: 'en'): void {
		const { width, margin } = this.layout;
		this.items.push({
			...{ item: 'line', role, text, bold: false, align: 'center', spacing: 0, color: COLORS.ink },
			...{ x: margin, width: width - 2 * margin },
			...line,
			...(lang && { lang })
		});
	}

	/**
	 * A text: in both languages the Chinese line with the English one under it; in one, a line in the manner of the
	 * Chinese one, in the middle of where both would be. A text that is the same in both needs no `en`.
	 */
	pair(role: Role, text: LocalText, main: Said, sub: Said): void {
		const { languages } = this.design;
		const only = languages === 'en' && text.en ? text.en : text['zh-CN'];
		if (!text.en || languages === 'both') {
			this.say(role, only, main);
			if (text.en) this.say('P', text.en, sub, 'en');
			return;
		}
		const y = (main.y + sub.y + sub.size - main.size) / 2;
		const spacing = (main.spacing ?? 0) * (languages === 'en' ? LATIN_SPACING : 1);
		this.say(role, only, { ...main, y, spacing });
	}

	/** A text on one line in the languages of the design. */
	joined(text: LocalText, between: string): string {
		return languagesOf(this.design)
			.map((locale) => text[locale])
			.join(between);
	}

	/** Of a value on a form: the label above, then the value. */
	fact(label: LocalText, value: LocalText, { x, y, width }: Omit<Box, 'height'>): void {
		const box = { x, width, align: 'left' as const };
		this.say('P', this.joined(label, '  '), { ...box, size: 8, y, color: COLORS.soft });
		const main = { ...box, bold: true, size: 13, y: y + 12 };
		const sub = { ...box, size: 9, y: y + 31, color: COLORS.soft };
		// Close to its label, also when it stands alone.
		this.pair('P', value, main, this.design.languages === 'both' ? sub : main);
	}

	rule(gold: boolean, x: number, y: number, width: number): void {
		this.items.push({ item: 'rule', gold, x, y, width });
	}

	picture(file: string, alt: string, box: Box): void {
		this.items.push({ item: 'picture', file, alt, ...box });
	}

	code(text: string, alt: string, square: { x: number; y: number; size: number }): void {
		this.items.push({ item: 'code', text, alt, ...square });
	}
}
