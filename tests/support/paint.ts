import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { getDocument, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A character as a page draws it, in points from the upper left corner. */
export interface Glyph {
	text: string;
	/** In the font of the file; 0 is the box that stands for a character which the font lacks. */
	code: number;
	x: number;
	/** Of the line that it stands on. */
	base: number;
	width: number;
	size: number;
}

/** An element of the structure, or a leaf of it with the text that it marks. */
export interface Said {
	role: string;
	lang?: string;
	alt?: string;
	text: string;
	children: Said[];
}

export interface Picture {
	width: number;
	height: number;
	/** Red, green, blue and opacity of each pixel. */
	data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Page {
	/** In points. */
	width: number;
	height: number;
	/** Lines of text in the order in which they are drawn. */
	lines: Glyph[][];
	picture: Picture;
	/** Pixels to a point. */
	scale: number;
	structure: Said[];
	info: { title: string; language: string; displayTitle: boolean };
	png: () => Buffer;
}

/** The only page of a PDF, read and turned into a picture by another library than the one that wrote it. */
export async function paint(bytes: Uint8Array, scale = 2): Promise<Page> {
	const loading = getDocument({
		...{ data: new Uint8Array(bytes), verbosity: 0 },
		// What the file does not bring is not taken from the machine.
		...{ useSystemFonts: false, disableFontFace: true }
	});
	try {
		const pdf = await loading.promise;
		if (pdf.numPages !== 1) throw new Error(`There are ${pdf.numPages} pages.`);
		const page = await pdf.getPage(1);
		const viewport = page.getViewport({ scale });
		const canvas = createCanvas(Math.round(viewport.width), Math.round(viewport.height));
		const context: SKRSContext2D = canvas.getContext('2d');
		await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
		const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
		const { info } = await pdf.getMetadata();
		const { Title = '', Language = '' } = info as { Title?: string; Language?: string };
		const preferences = (await pdf.getViewerPreferences()) as { DisplayDocTitle?: boolean } | null;
		return {
			...{ width: viewport.width / scale, height: viewport.height / scale, scale },
			lines: await linesOf(page, viewport.height / scale),
			picture: {
				...{ width: canvas.width, height: canvas.height },
				data: data as Uint8ClampedArray<ArrayBuffer>
			},
			structure: await structureOf(page),
			info: {
				...{ title: Title, language: Language },
				displayTitle: preferences?.DisplayDocTitle === true
			},
			png: () => canvas.toBuffer('image/png')
		};
	} finally {
		await loading.destroy();
	}
}

type Matrix = [number, number, number, number, number, number];
const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
	...([a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j] as const),
	...([a * k + c * l + e, b * k + d * l + f] as const)
];

/** Follows the page's own orders; text that is turned is left out. */
async function linesOf(page: PDFPageProxy, height: number): Promise<Glyph[][]> {
	const { fnArray, argsArray } = await page.getOperatorList();
	const lines: Glyph[][] = [];
	// What is saved and restored: where the page lies, the size of the font, the space after each character.
	let state = { now: [1, 0, 0, 1, 0, 0] as Matrix, size: 0, spacing: 0 };
	const kept: (typeof state)[] = [];
	let text = state.now;
	let moved = 0;
	fnArray.forEach((act, i) => {
		const args = argsArray[i] as unknown[];
		if (act === OPS.save) kept.push({ ...state });
		else if (act === OPS.restore) state = kept.pop() ?? state;
		else if (act === OPS.transform) state.now = times(state.now, args as Matrix);
		else if (act === OPS.setTextMatrix)
			[text, moved] = [Array.from((args.length === 1 ? args[0] : args) as number[]) as Matrix, 0];
		else if (act === OPS.setFont) state.size = args[1] as number;
		else if (act === OPS.setCharSpacing) state.spacing = args[0] as number;
		else if (act === OPS.showText) {
			const { now, size, spacing } = state;
			const at = times(now, text);
			const line: Glyph[] = [];
			for (const glyph of args[0] as (
				number | { unicode: string; originalCharCode: number; width: number }
			)[]) {
				if (typeof glyph === 'number') {
					moved -= (glyph / 1000) * size;
					continue;
				}
				const width = (glyph.width / 1000) * size;
				const [x, y] = [at[4] + moved * at[0], height - at[5]];
				line.push({ text: glyph.unicode, code: glyph.originalCharCode, x, base: y, width, size });
				moved += width + spacing;
			}
			if (at[1] === 0 && line.length) lines.push(line);
		}
	});
	return lines;
}

interface Node {
	role?: string;
	lang?: string;
	alt?: string;
	type?: string;
	id?: string;
	children?: Node[];
}

async function structureOf(page: PDFPageProxy): Promise<Said[]> {
	const { items } = await page.getTextContent({ includeMarkedContent: true });
	const texts = new Map<string, string>();
	const open: (string | undefined)[] = [];
	for (const item of items) {
		if ('str' in item) {
			const id = open.findLast((one) => one !== undefined);
			if (id !== undefined) texts.set(id, (texts.get(id) ?? '') + item.str);
		} else if (item.type === 'endMarkedContent') open.pop();
		else open.push(item.type === 'beginMarkedContentProps' ? item.id : undefined);
	}
	const read = (node: Node): Said => {
		const nodes = node.children ?? [];
		const text = nodes
			.map(({ type, id }) => (type === 'content' ? (texts.get(id ?? '') ?? '') : ''))
			.join('');
		return {
			...{ role: node.role ?? '', lang: node.lang, alt: node.alt, text },
			children: nodes.filter(({ type }) => type !== 'content').map(read)
		};
	};
	const tree = (await page.getStructTree()) as Node | null;
	return tree ? read(tree).children : [];
}
