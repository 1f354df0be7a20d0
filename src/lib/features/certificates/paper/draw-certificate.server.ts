import type { LocalText } from '$lib/i18n/locales';
import { artifact, drawPages, type Pdf } from '$lib/server/pdf/document';
import type { Fonts } from '$lib/server/pdf/fonts';
import { openPictures, type PictureBook } from '$lib/server/pdf/pictures';
import { qrBoxes, qrModules } from '$lib/server/pdf/qr';
import { drawFitted, drawLine } from '$lib/server/pdf/text';
import type { PrintedCertificate } from '../printed';
import { FIRST_DESIGN, languagesOf, type Design } from './design';
import { drawPaper, drawRule } from './ornament.server';
import { COLORS, type Box, type Code, type Item, type Picture } from './pen';
import { sceneOf } from './scene';
import { paperWords } from './words';

/** Why a certificate does not count, as it is stamped. */
export type Stamp = 'revoked' | 'suspended' | 'replaced';

export interface Paper {
	design: Design;
	/** The files that the design names, by their ids. */
	pictures: ReadonlyMap<string, Uint8Array>;
}

/** Of certificates without a template. */
export const FIRST_PAPER: Paper = { design: FIRST_DESIGN, pictures: new Map() };

interface Setting {
	doc: Pdf;
	root: PDFKit.PDFStructureElement;
	fonts: Fonts;
	pictures: PictureBook;
}

/**
 * The certificate as a PDF: A4, one page, tagged, as its design wants it. The same printed facts, paper and address give
 * the same bytes. `address` is the verification page's; `stamp` says across the page why it does not count.
 */
export function drawCertificate(
	printed: PrintedCertificate,
	{ design, pictures }: Paper,
	options: { address: string; stamp: Stamp | null }
): Promise<Buffer> {
	const inWords = (text: LocalText, between = ' ') =>
		languagesOf(design)
			.map((locale) => text[locale])
			.join(between);
	const info = {
		title: `${inWords(design.title)} ${printed.number}`,
		author: inWords(printed.issuer),
		subject: `${printed.holder} · ${inWords(printed.grade)}`,
		lang: design.languages === 'en' ? 'en' : 'zh-CN',
		date: new Date(`${printed.issuedOn}T00:00:00Z`)
	};
	const { layout, items } = sceneOf(design, printed, options.address);
	return drawPages(info, design.orientation, [
		async (doc, root, fonts) => {
			const setting = { doc, root, fonts, pictures: await openPictures(doc, pictures) };
			drawPaper(doc, layout, design);
			for (const item of items) drawItem(setting, item);
			if (options.stamp) drawStamp(setting, inWords(paperWords[options.stamp], '  '), layout);
		}
	]);
}

function drawItem(setting: Setting, item: Item): void {
	const { doc, root, fonts } = setting;
	switch (item.item) {
		case 'line': {
			const line = { ...item, font: item.bold ? fonts.bold : fonts.regular };
			return void root.add(
				doc.struct(item.role, item.lang ? { lang: item.lang } : {}, () => drawFitted(doc, line))
			);
		}
		case 'rule':
			return artifact(doc, () => {
				const { x, y, width } = item;
				if (item.gold) return drawRule(doc, x + width / 2, y, width / 2);
				doc.lineWidth(0.5).strokeColor(COLORS.soft);
				doc
					.moveTo(x, y)
					.lineTo(x + width, y)
					.stroke();
			});
		case 'picture':
			return drawPicture(setting, item);
		case 'code':
			return drawCode(setting, item);
	}
}

/** One that is damaged is left out. */
function drawPicture(setting: Setting, { file, alt, x, y, width, height }: Picture): void {
	const found = setting.pictures.find(file);
	if (!found) return;
	const scale = Math.min(width / found.width, height / found.height);
	const size = { width: found.width * scale, height: found.height * scale };
	const box = { x: x + (width - size.width) / 2, y: y + height - size.height, ...size };
	drawFigure(setting, alt, box, () => setting.pictures.draw(found, box.x, box.y, box.width, box.height));
}

function drawCode(setting: Setting, { text, alt, x, y, size }: Code): void {
	const { doc } = setting;
	drawFigure(setting, alt, { x, y, width: size, height: size }, () => {
		doc.rect(x, y, size, size).fillColor('#ffffff').fill();
		for (const box of qrBoxes(qrModules(text), x, y, size)) doc.rect(box.x, box.y, box.width, box.height);
		doc.fillColor('#000000').fill();
	});
}

function drawFigure({ doc, root }: Setting, alt: string, { x, y, width, height }: Box, draw: () => void) {
	// The types do not know the box, which PDF/UA asks of a figure.
	const options = { alt, bbox: [x, y, x + width, y + height] };
	root.add(doc.struct('Figure', options, draw));
}

function drawStamp(
	{ doc, root, fonts }: Setting,
	words: string,
	{ width, height, margin }: { width: number; height: number; margin: number }
): void {
	const stamp = doc.struct('P', {}, () => {
		doc
			.save()
			.rotate(-18, { origin: [width / 2, height / 2] })
			.opacity(0.28);
		drawLine(doc, {
			...{ text: words.toUpperCase(), font: fonts.bold, size: 76, color: '#b3261e' },
			...{ x: margin, y: height / 2 - 57.64, width: width - 2 * margin }
		});
		doc.restore();
	});
	root.add(stamp);
}
