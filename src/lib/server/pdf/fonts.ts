import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';
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
		create(await readFile(resolve(`@expo-google-fonts/noto-serif-sc/${file}`)));
	const [regular, bold] = await Promise.all([open(FILES.regular), open(FILES.bold)]);
	return { regular, bold };
}

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
