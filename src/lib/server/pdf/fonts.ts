import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { create, type Font, type GlyphRun } from 'fontkit';
import { env } from '../env';

export interface Fonts {
	regular: Font;
	bold: Font;
}

/** The full static files: web slices of the same family lack hundreds of characters that occur in names. */
const FILES = {
	regular: '400Regular/NotoSerifSC_400Regular.ttf',
	bold: '700Bold/NotoSerifSC_700Bold.ttf'
};

let opened: Promise<Fonts> | undefined;

/**
 * Noto Serif SC (OFL) for documents. Reading and parsing 30 MB takes a third of a second, so it happens once in a
 * process, when the first document asks.
 */
export function openFonts(): Promise<Fonts> {
	opened ??= readBoth().catch((error: unknown) => {
		opened = undefined;
		throw error;
	});
	return opened;
}

async function readBoth(): Promise<Fonts> {
	const { resolve } = createRequire(join(env.root, 'package.json'));
	const open = async (file: string) =>
		remembering(create(await readFile(resolve(`@expo-google-fonts/noto-serif-sc/${file}`))));
	const [regular, bold] = await Promise.all([open(FILES.regular), open(FILES.bold)]);
	return { regular, bold };
}

/** So many texts are remembered. */
const MOST = 2000;

/**
 * A font that sets a text once: documents of one kind say mostly the same, and setting it takes a fifth of what a certificate
 * takes. Each run has positions of its own, because the library scales them in place.
 */
function remembering(font: Font): Font {
	const known = new Map<string, GlyphRun>();
	const setAnew = font.layout.bind(font);
	font.layout = (text, ...how) => {
		if (how.some((one) => one !== undefined)) return setAnew(text, ...how);
		const run = known.get(text) ?? setAnew(text);
		if (!known.has(text)) {
			if (known.size >= MOST) known.clear();
			known.set(text, run);
		}
		return copyOf(run);
	};
	return font;
}

/** The same kind of object with the same members. */
const alike = <T extends object>(one: T): T =>
	Object.assign(Object.create(Object.getPrototypeOf(one) as object) as T, one);
const copyOf = (run: GlyphRun): GlyphRun =>
	Object.assign(alike(run), { positions: run.positions.map(alike) });

/**
 * The characters of some texts for which a weight has no glyph, each once. A document prints an empty box for
 * them and says nothing, so they are looked for before anything is issued.
 */
export async function unprintableIn(texts: readonly string[]): Promise<string[]> {
	const { regular, bold } = await openFonts();
	return [...new Set(texts.join(''))].filter((character) => {
		const point = character.codePointAt(0) ?? 0;
		return !(regular.hasGlyphForCodePoint(point) && bold.hasGlyphForCodePoint(point));
	});
}
