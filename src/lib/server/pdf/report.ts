import PDFDocument from 'pdfkit';
import { artifact, type DocumentInfo, type Pdf } from './document';
import { openFonts, type Fonts } from './fonts';
import { useFont } from './text';

const INK = '#1d2121';
const INK_2 = '#5b6464';
const LINE = '#d5dbda';
const PAGE = { width: 595.28, height: 841.89, side: 48, top: 52, bottom: 56 };
const WIDTH = PAGE.width - 2 * PAGE.side;
const FOOT = PAGE.height - PAGE.bottom;

export interface ReportTable {
	head: string[];
	/** Share of the width of each column. */
	widths: number[];
	rows: string[][];
	/** Columns of figures. */
	right?: number[];
}

/** Writes a report from top to bottom; what does not fit on a page goes to the next as a whole. */
export interface ReportPen {
	title(text: string, sub: string): void;
	heading(text: string): void;
	text(text: string, options?: { muted?: boolean; bold?: boolean; indent?: number }): void;
	facts(items: { label: string; value: string }[]): void;
	table(table: ReportTable): void;
	gap(points: number): void;
}

/**
 * Draws a tagged report of as many A4 pages as it takes (PDF/UA) and returns its bytes; `foot` stands under each
 * page with its number. The same date and content give the same bytes.
 */
export async function drawReport(
	info: DocumentInfo,
	foot: (page: number, pages: number) => string,
	write: (pen: ReportPen) => void
): Promise<Buffer> {
	const fonts = await openFonts();
	const doc = new PDFDocument({
		...{ size: 'A4', margin: 0, pdfVersion: '1.7', tagged: true, displayTitle: true, bufferPages: true },
		lang: info.lang,
		// The types know neither this conformance level nor a parsed font; the library takes both.
		subset: 'PDF/UA' as 'PDF/A-1',
		font: fonts.regular as unknown as string,
		info: {
			...{ Title: info.title, Author: info.author, Subject: info.subject },
			...{ Creator: 'Jinjie', Producer: 'Jinjie', CreationDate: info.date, ModDate: info.date }
		}
	});
	const chunks: Buffer[] = [];
	const finished = new Promise<Buffer>((resolve, reject) => {
		doc.on('data', (chunk: Buffer) => chunks.push(chunk));
		doc.on('end', () => resolve(Buffer.concat(chunks)));
		doc.on('error', reject);
	});
	const root = doc.struct('Document');
	doc.addStructure(root);
	write(penFor(doc, root, fonts));
	root.end();
	const { count } = doc.bufferedPageRange();
	for (let page = 0; page < count; page++) {
		doc.switchToPage(page);
		artifact(doc, () => {
			useFont(doc, fonts.regular, 8).fillColor(INK_2);
			const words = foot(page + 1, count);
			doc.text(words, PAGE.side, FOOT + 18, { width: WIDTH, align: 'right', lineBreak: false });
		});
	}
	doc.end();
	return finished;
}

function penFor(doc: Pdf, root: PDFKit.PDFStructureElement, { regular, bold }: Fonts): ReportPen {
	let y = PAGE.top;
	const room = (height: number) => {
		if (y + height <= FOOT || y === PAGE.top) return false;
		doc.addPage();
		y = PAGE.top;
		return true;
	};
	const height = (text: string, font: typeof regular, size: number, width: number) =>
		useFont(doc, font, size).heightOfString(text || ' ', { width, lineGap: size * 0.35 });
	const put = (
		text: string,
		font: typeof regular,
		size: number,
		x: number,
		width: number,
		color: string,
		align = 'left'
	) =>
		useFont(doc, font, size)
			.fillColor(color)
			.text(text, x, y, { width, lineGap: size * 0.35, align: align as 'left' });

	function block(
		type: 'H1' | 'H2' | 'P',
		text: string,
		font: typeof regular,
		size: number,
		color = INK,
		indent = 0
	) {
		const tall = height(text, font, size, WIDTH - indent);
		room(tall + (type === 'P' ? 0 : 40));
		root.add(
			doc.struct(type, {}, () => void put(text, font, size, PAGE.side + indent, WIDTH - indent, color))
		);
		y += tall;
	}

	const cells = ({ widths }: ReportTable) => {
		const all = widths.reduce((sum, share) => sum + share, 0);
		let x = PAGE.side;
		return widths.map((share) => {
			const cell = { x, width: (share / all) * WIDTH - 8 };
			x += (share / all) * WIDTH;
			return cell;
		});
	};

	/** Draws each cell of a row at where the pen is. */
	const cellsOf = (table: ReportTable, texts: string[], head: boolean) =>
		cells(table).map(({ x, width }, column) => () => {
			const align = table.right?.includes(column) ? 'right' : 'left';
			put(texts[column] ?? '', head ? bold : regular, 8.5, x, width, head ? INK_2 : INK, align);
		});

	function row(table: ReportTable, texts: string[], into: PDFKit.PDFStructureElement, head: boolean): void {
		const line = doc.struct('TR');
		into.add(line);
		for (const draw of cellsOf(table, texts, head)) line.add(doc.struct(head ? 'TH' : 'TD', {}, draw));
		line.end();
		y += rowHeight(table, texts, head ? bold : regular);
		artifact(doc, () => {
			doc
				.moveTo(PAGE.side, y - 3)
				.lineTo(PAGE.side + WIDTH, y - 3)
				.lineWidth(0.5)
				.stroke(LINE);
		});
	}
	const rowHeight = (table: ReportTable, texts: string[], font: typeof regular) =>
		8 + Math.max(...cells(table).map(({ width }, column) => height(texts[column] ?? '', font, 8.5, width)));

	return {
		title(text, sub) {
			block('H1', text, bold, 20);
			y += 2;
			block('P', sub, regular, 10, INK_2);
			y += 12;
		},
		heading(text) {
			y += 14;
			block('H2', text, bold, 12.5);
			y += 5;
		},
		text(text, { muted = false, bold: strong = false, indent = 0 } = {}) {
			block('P', text, strong ? bold : regular, 9.5, muted ? INK_2 : INK, indent);
			y += 2;
		},
		facts(items) {
			for (const { label, value } of items) {
				const tall = Math.max(height(label, regular, 9.5, 110), height(value, regular, 9.5, WIDTH - 122));
				room(tall);
				root.add(
					doc.struct('P', {}, () => {
						put(label, regular, 9.5, PAGE.side, 110, INK_2);
						put(value, regular, 9.5, PAGE.side + 122, WIDTH - 122, INK);
					})
				);
				y += tall + 2;
			}
		},
		table(table) {
			room(rowHeight(table, table.head, bold) + rowHeight(table, table.rows[0] ?? [], regular));
			const into = doc.struct('Table');
			root.add(into);
			row(table, table.head, into, true);
			for (const texts of table.rows) {
				// The head stands on every page, for the eye; it is read once.
				if (room(rowHeight(table, texts, regular))) {
					artifact(doc, () => cellsOf(table, table.head, true).forEach((draw) => draw()));
					y += rowHeight(table, table.head, bold);
				}
				row(table, texts, into, false);
			}
			into.end();
			y += 4;
		},
		gap(points) {
			y += points;
		}
	};
}
