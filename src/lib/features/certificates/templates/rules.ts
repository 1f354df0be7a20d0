import { FIRST_DESIGN, type Design } from '../paper/design';

/** Most characters of each text: what stands legibly in its place. */
export const LENGTHS = {
	title: { 'zh-CN': 12, en: 40 },
	statement: { 'zh-CN': 50, en: 140 },
	note: { 'zh-CN': 60, en: 160 },
	name: 30,
	office: { 'zh-CN': 20, en: 40 }
} as const;

/** Of a picture: bytes, and pixels of its longer side. */
export const PICTURE_BYTES = 500_000;
export const PICTURE_SIDE = 1600;

/** The least contrast of the accent on white paper (WCAG 2.2, 1.4.3). */
export const CONTRAST = 4.5;

export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text);

const channels = (color: string) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/** The contrast of a colour, as `#rrggbb`, to white: 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastToWhite(color: string): number {
	const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
		const share = value / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** The shade of a colour that lies behind text; the first design has its own. */
export const washOf = (color: string): string =>
	color === FIRST_DESIGN.accent
		? FIRST_DESIGN.wash
		: `#${channels(color)
				.map((value) =>
					Math.round(255 - (255 - value) * 0.085)
						.toString(16)
						.padStart(2, '0')
				)
				.join('')}`;

/** Every text of a design that the font must be able to print. */
export const textsOfDesign = ({ title, statement, note, signatures }: Design): string[] => [
	...[title, statement, note, ...signatures.map(({ office }) => office)].flatMap((text) =>
		Object.values(text)
	),
	...signatures.map(({ name }) => name)
];

/** The files that a design names. */
export const filesOf = ({ seal, signatures }: Design): string[] =>
	[seal, ...signatures.map(({ picture }) => picture)].filter((file) => file !== null);
