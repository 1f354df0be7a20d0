import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { artifact, type DocumentInfo, type Pdf } from '$lib/server/pdf/document';
import { openFonts } from '$lib/server/pdf/fonts';
import { openPictures } from '$lib/server/pdf/pictures';
import type { Pictures } from '../model';
import type { Setting } from './atoms.server';
import { Ink } from './ink.server';
import { FOOT, PAGE, PAGE_ROOM } from './page';
import type { Strip } from './strips';
import { openElement, type Element } from './structure.server';

export interface Sheet {
	setting: Setting;
	root: Element;
	/** Strips from where the pen is; those that do not fit begin the next page. */
	flow(strips: readonly Strip[]): void;
}

/** A part of a document with pages of its own, counted from 1. */
export interface SheetPart {
	/** Drawn on every page once all of the part are there. */
	page: (ink: Ink, page: number, pages: number) => void;
	/** Stands in place of a picture that is missing. */
	missing: (alt: string) => string;
	write: (sheet: Sheet) => void;
}

/**
 * A tagged document of as many A4 pages as it takes (PDF/UA); of several parts each begins on the front of a leaf. The same
 * date and content give the same bytes. Between parts others have their turn: a room's papers take a while.
 */
export async function drawSheet(
	info: DocumentInfo,
	pictures: Pictures,
	parts: readonly SheetPart[]
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
	const ink = new Ink(doc, fonts);
	const root = doc.struct('Document');
	doc.addStructure(root);
	const opened = await openPictures(doc, pictures);
	for (const [at, { page, missing, write }] of parts.entries()) {
		if (at) turnLeaf(doc);
		const { start } = doc.bufferedPageRange();
		const setting = { ink, pictures: opened, missing };
		const into = parts.length > 1 ? openElement(setting, root, 'Part') : root;
		write({ setting, root: into, flow: penFor(doc) });
		const { count } = doc.bufferedPageRange();
		for (let number = 0; number < count; number++) {
			doc.switchToPage(start + number);
			artifact(doc, () => page(ink, number + 1, count));
		}
		if (at < parts.length - 1) await setImmediate();
	}
	root.end();
	doc.end();
	return finished;
}

/** Writes out the pages of a part and begins the next on the front of a leaf. */
function turnLeaf(doc: Pdf): void {
	const { start, count } = doc.bufferedPageRange();
	if ((start + count) % 2) doc.addPage();
	doc.flushPages();
	doc.addPage();
}

function penFor(doc: Pdf): (strips: readonly Strip[]) => void {
	let y = PAGE.top;
	const turn = (strip: Strip) => {
		doc.addPage();
		y = PAGE.top;
		if (!strip.head) return;
		strip.head.draw(y);
		y += strip.head.height;
	};
	/** The height of a strip with those that must follow it on the same page. */
	const chain = (strips: readonly Strip[], at: number) => {
		let height = 0;
		for (let next = at; next < strips.length; next++) {
			const strip = strips[next] as Strip;
			height += strip.height;
			if (!strip.keep) break;
		}
		return height;
	};
	return (strips) => {
		let isChained = false;
		strips.forEach((strip, at) => {
			const isTop = y <= PAGE.top;
			if (strip.blank && (isTop || y + strip.height > FOOT)) return;
			// What is kept together but higher than a page starts where a third of one is left.
			const asked = chain(strips, at);
			const least = isChained ? 0 : Math.min(asked, asked > PAGE_ROOM ? PAGE_ROOM / 3 : PAGE_ROOM);
			if (!isTop && y + Math.max(strip.height, least) > FOOT) turn(strip);
			strip.draw(y);
			y += strip.height;
			isChained = Boolean(strip.keep);
		});
	};
}
