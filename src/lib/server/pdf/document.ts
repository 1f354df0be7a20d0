import PDFDocument from 'pdfkit';
import { openFonts, type Fonts } from './fonts';

export type Pdf = PDFKit.PDFDocument;

export interface DocumentInfo {
	title: string;
	author: string;
	subject: string;
	/** BCP 47 tag of the document's main language. */
	lang: string;
	/** Stands in the file as its date; the same date and content give the same bytes. */
	date: Date;
}

/** Draws one page: adds its structure elements to `root`; what is mere decoration belongs in `artifact`. */
export type DrawPage = (doc: Pdf, root: PDFKit.PDFStructureElement, fonts: Fonts) => void | Promise<void>;

/** A tagged document (PDF/UA) of A4 pages, each drawn by itself, as its bytes. Throws when one runs over. */
export async function drawPages(
	info: DocumentInfo,
	layout: 'landscape' | 'portrait',
	draws: readonly DrawPage[]
): Promise<Buffer> {
	const fonts = await openFonts();
	const doc = new PDFDocument({
		size: 'A4',
		layout,
		margin: 0,
		pdfVersion: '1.7',
		tagged: true,
		displayTitle: true,
		lang: info.lang,
		// The types know neither this conformance level nor a parsed font; the library takes both.
		subset: 'PDF/UA' as 'PDF/A-1',
		font: fonts.regular as unknown as string,
		info: {
			Title: info.title,
			Author: info.author,
			Subject: info.subject,
			Creator: 'Jinjie',
			Producer: 'Jinjie',
			CreationDate: info.date,
			ModDate: info.date
		}
	});
	let pages = 1;
	doc.on('pageAdded', () => pages++);
	const chunks: Buffer[] = [];
	const finished = new Promise<Buffer>((resolve, reject) => {
		doc.on('data', (chunk: Buffer) => chunks.push(chunk));
		doc.on('end', () => resolve(Buffer.concat(chunks)));
		doc.on('error', reject);
	});
	const root = doc.struct('Document');
	doc.addStructure(root);
	for (const [i, draw] of draws.entries()) {
		if (i) doc.addPage();
		await draw(doc, root, fonts);
	}
	root.end();
	doc.end();
	const bytes = await finished;
	if (pages !== draws.length)
		throw new Error(`The document "${info.title}" has ${pages} pages instead of ${draws.length}.`);
	return bytes;
}

/** Draws what readers of the structure need not hear of: borders, rules, ornaments. */
export function artifact(doc: Pdf, draw: () => void): void {
	doc.markContent('Artifact', { type: 'Layout' });
	draw();
	doc.endMarkedContent();
}
