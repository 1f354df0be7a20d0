import { artifact, drawPage, type Pdf } from '$lib/server/pdf/document';
import type { Fonts } from '$lib/server/pdf/fonts';
import { qrBoxes, qrModules } from '$lib/server/pdf/qr';
import { drawLine, type Line } from '$lib/server/pdf/text';
import type { LocalText } from '$lib/i18n/locales';
import type { PrintedCertificate } from '../printed';
import { COLORS, drawPaper, drawRule, PAPER } from './ornament.server';
import { paperWords, printedDate } from './words';

type Root = PDFKit.PDFStructureElement;
const MARGIN = 84;
const WIDTH = PAPER.width - 2 * MARGIN;
const QR = { size: 104, x: PAPER.width - MARGIN - 104 - 20, y: 384 } as const;

/**
 * The certificate as a PDF: A4 landscape, one page, tagged, both languages. The same printed facts and address give
 * the same bytes. `address` is the verification page's, written out under its QR code; `revoked` stamps the page.
 */
export function drawCertificate(
	printed: PrintedCertificate,
	options: { address: string; revoked: boolean }
): Promise<Buffer> {
	const info = {
		title: `${paperWords.title['zh-CN']} ${paperWords.title.en} ${printed.number}`,
		author: `${printed.issuer['zh-CN']} ${printed.issuer.en}`,
		subject: `${printed.holder} · ${printed.grade['zh-CN']} ${printed.grade.en}`,
		lang: 'zh-CN',
		date: new Date(`${printed.issuedOn}T00:00:00Z`)
	};
	return drawPage(info, (doc, root, fonts) => {
		drawPaper(doc);
		drawHead(doc, root, fonts, printed);
		drawStatement(doc, root, fonts, printed);
		drawFacts(doc, root, fonts, printed);
		drawVerification(doc, root, fonts, options.address);
		if (options.revoked) drawStamp(doc, root, fonts);
	});
}

/** Adds a line as an element of the structure; English lines say that they are English. */
function say(
	doc: Pdf,
	root: Root,
	type: 'H1' | 'H2' | 'P',
	line: Omit<Line, 'x' | 'width'> & Partial<Line>,
	lang?: 'en'
): void {
	const draw = () => drawLine(doc, { x: MARGIN, width: WIDTH, ...line });
	root.add(doc.struct(type, lang ? { lang } : {}, draw));
}

function drawHead(doc: Pdf, root: Root, { regular, bold }: Fonts, { issuer }: PrintedCertificate): void {
	const { title } = paperWords;
	say(doc, root, 'P', {
		text: issuer['zh-CN'],
		font: bold,
		size: 15,
		y: 58,
		spacing: 5,
		color: COLORS.accent
	});
	say(
		doc,
		root,
		'P',
		{ text: issuer.en, font: regular, size: 9, y: 80, spacing: 0.6, color: COLORS.soft },
		'en'
	);
	say(doc, root, 'H1', { text: title['zh-CN'], font: bold, size: 40, y: 98, spacing: 16 });
	const english = { text: title.en, font: regular, size: 13, y: 155, spacing: 2.2, color: COLORS.soft };
	say(doc, root, 'P', english, 'en');
	drawRule(doc, 186, 150);
}

function drawStatement(doc: Pdf, root: Root, { regular, bold }: Fonts, printed: PrintedCertificate): void {
	const { passed } = paperWords;
	const { grade, ladderName } = printed;
	say(doc, root, 'P', { text: printed.holder, font: bold, size: 32, y: 198, spacing: 3 });
	artifact(doc, () => {
		doc.lineWidth(0.5).strokeColor(COLORS.soft);
		doc
			.moveTo(PAPER.width / 2 - 150, 246)
			.lineTo(PAPER.width / 2 + 150, 246)
			.stroke();
	});
	say(doc, root, 'P', { text: passed['zh-CN'], font: regular, size: 12, y: 255 });
	say(doc, root, 'P', { text: passed.en, font: regular, size: 9, y: 275, color: COLORS.soft }, 'en');
	say(doc, root, 'H2', {
		text: grade['zh-CN'],
		font: bold,
		size: 25,
		y: 293,
		spacing: 4,
		color: COLORS.accent
	});
	say(
		doc,
		root,
		'P',
		{ text: grade.en, font: bold, size: 12, y: 329, spacing: 0.4, color: COLORS.accent },
		'en'
	);
	say(doc, root, 'P', {
		text: `${ladderName['zh-CN']}　${ladderName.en}`,
		font: regular,
		size: 9,
		y: 349,
		color: COLORS.soft
	});
}

function drawFacts(doc: Pdf, root: Root, fonts: Fonts, printed: PrintedCertificate): void {
	const { number, exam, issuedOn, validTo } = printed;
	const plain: LocalText = { 'zh-CN': number, en: '' };
	const facts: [LocalText, LocalText, number, number, number][] = [
		[paperWords.number, plain, MARGIN + 12, 392, 200],
		[paperWords.exam, exam, MARGIN + 236, 392, 210],
		[paperWords.issuedOn, printedDate(issuedOn), MARGIN + 12, 447, 200],
		[paperWords.validTo, printedDate(validTo), MARGIN + 236, 447, 210]
	];
	for (const [label, value, x, y, width] of facts) {
		const at = { x, width, align: 'left' as const };
		const heading = `${label['zh-CN']}  ${label.en}`;
		say(doc, root, 'P', { ...at, text: heading, font: fonts.regular, size: 8, y, color: COLORS.soft });
		say(doc, root, 'P', { ...at, text: value['zh-CN'], font: fonts.bold, size: 13, y: y + 12 });
		if (!value.en) continue;
		say(
			doc,
			root,
			'P',
			{ ...at, text: value.en, font: fonts.regular, size: 9, y: y + 31, color: COLORS.soft },
			'en'
		);
	}
	const { note } = paperWords;
	const at = { x: MARGIN + 12, width: 446, align: 'left' as const, size: 7.5, color: COLORS.soft };
	say(doc, root, 'P', { ...at, text: note['zh-CN'], font: fonts.regular, y: 510 });
	say(doc, root, 'P', { ...at, text: note.en, font: fonts.regular, size: 7, y: 522 }, 'en');
}

function drawVerification(doc: Pdf, root: Root, { regular }: Fonts, address: string): void {
	const { qrAlt, verify } = paperWords;
	const { x, y, size } = QR;
	// The types do not know the box, which PDF/UA asks of a figure.
	const figure = { alt: `${qrAlt['zh-CN']}${address}`, bbox: [x, y, x + size, y + size] };
	root.add(
		doc.struct('Figure', figure, () => {
			doc.rect(x, y, size, size).fillColor('#ffffff').fill();
			for (const box of qrBoxes(qrModules(address), x, y, size))
				doc.rect(box.x, box.y, box.width, box.height);
			doc.fillColor('#000000').fill();
		})
	);
	const at = { x: x - 38, width: size + 76 };
	say(doc, root, 'P', { ...at, text: verify['zh-CN'], font: regular, size: 8, y: y + size + 3 });
	say(
		doc,
		root,
		'P',
		{ ...at, text: verify.en, font: regular, size: 7, y: y + size + 15, color: COLORS.soft },
		'en'
	);
	say(doc, root, 'P', { ...at, text: address, font: regular, size: 7, y: y + size + 27 });
}

function drawStamp(doc: Pdf, root: Root, { bold }: Fonts): void {
	const { revoked } = paperWords;
	root.add(
		doc.struct('P', {}, () => {
			doc
				.save()
				.rotate(-18, { origin: [PAPER.width / 2, PAPER.height / 2] })
				.opacity(0.28);
			const text = `${revoked['zh-CN']}  ${revoked.en.toUpperCase()}`;
			drawLine(doc, { text, font: bold, size: 76, x: MARGIN, y: 240, width: WIDTH, color: '#b3261e' });
			doc.restore();
		})
	);
}
