import type { PrintedCertificate } from '../printed';
import { groundOf } from '../ground';
import { fillIn, type Design, type Signature } from './design';
import type { Layout } from './layout';
import { COLORS, Pen, type Item } from './pen';
import { moduleWords, paperWords, printedDate } from './words';

export interface Scene {
	layout: Layout;
	items: Item[];
}

/**
 * Everything that stands on a certificate and where, but for ornaments: drawn as PDF, and as a picture while
 * its design is being made. What a template says is about grades; a certificate of a module has words of its own. `address` is the verification page's, written out under its QR code.
 */
export function sceneOf(template: Design, printed: PrintedCertificate, address: string): Scene {
	const design = printed.exam ? template : { ...template, ...moduleWords(printed.ladder) };
	const pen = new Pen(design);
	head(pen, printed);
	statement(pen, printed);
	facts(pen, printed);
	if (design.seal) {
		const { x, y, size } = pen.layout.seal;
		const alt = pen.joined(paperWords.seal, ' ') + pen.joined(printed.issuer, ' ');
		pen.picture(design.seal, alt, { x, y, width: size, height: size });
	}
	design.signatures.forEach((one, i) => signature(pen, one, i));
	note(pen, printed);
	verification(pen, address);
	const { layout, items } = pen;
	return { layout, items };
}

function head(pen: Pen, { issuer }: PrintedCertificate): void {
	const { layout, design } = pen;
	const { y } = layout;
	const soft = { color: COLORS.soft };
	pen.pair(
		'P',
		issuer,
		{ bold: true, size: 15, y: y.issuer, spacing: 5, color: design.accent },
		{ ...soft, size: 9, y: y.issuerEn, spacing: 0.6 }
	);
	pen.pair(
		'H1',
		design.title,
		{ bold: true, size: 40, y: y.title, spacing: 16 },
		{ ...soft, size: 13, y: y.titleEn, spacing: 2.2 }
	);
	pen.rule(true, layout.width / 2 - 150, y.rule, 300);
}

function statement(pen: Pen, printed: PrintedCertificate): void {
	const { layout, design } = pen;
	const { y } = layout;
	const soft = { size: 9, color: COLORS.soft };
	const strong = { bold: true, color: design.accent };
	pen.say('P', printed.holder, { bold: true, size: 32, y: y.holder, spacing: 3 });
	pen.rule(false, layout.width / 2 - 150, y.underline, 300);
	pen.pair(
		'P',
		fillIn(design.statement, valuesOf(printed)),
		{ size: 12, y: y.statement },
		{ ...soft, y: y.statementEn }
	);
	pen.pair(
		'H2',
		printed.grade,
		{ ...strong, size: 25, y: y.grade, spacing: 4 },
		{ ...strong, size: 12, y: y.gradeEn, spacing: 0.4 }
	);
	pen.say('P', pen.joined(printed.ladderName, '　'), { ...soft, y: y.ladder });
}

const valuesOf = (printed: PrintedCertificate) => ({
	...{ issuer: printed.issuer, exam: groundOf(printed).title, grade: printed.grade },
	ladder: printed.ladderName
});

function facts(pen: Pen, printed: PrintedCertificate): void {
	const { number, issuedOn, validTo } = printed;
	const { by, title } = groundOf(printed);
	const [first, second, third, fourth] = pen.layout.facts;
	pen.fact(paperWords.number, { 'zh-CN': number, en: '' }, first);
	pen.fact(paperWords[by], title, second);
	pen.fact(paperWords.issuedOn, printedDate(issuedOn), third);
	pen.fact(paperWords.validTo, printedDate(validTo), fourth);
}

/** Name and office under a line, on which the picture of the signature stands. */
function signature(pen: Pen, { name, office, picture }: Signature, which: number): void {
	const { x, y, width } = pen.layout.signatures[which === 0 ? 0 : 1];
	const alt = pen.joined(paperWords.signature, ' ') + name;
	if (picture) pen.picture(picture, alt, { x, y, width: Math.min(width, 110), height: 27 });
	pen.rule(false, x, y + 28, width);
	const at = { x, width, align: 'left' as const };
	pen.say('P', name, { ...at, bold: true, size: 9.5, y: y + 29 });
	pen.say('P', pen.joined(office, '  '), { ...at, size: 7.5, y: y + 43, color: COLORS.soft });
}

function note(pen: Pen, printed: PrintedCertificate): void {
	const { x, width, y, yEn } = pen.layout.note;
	const at = { x, width, align: 'left' as const, color: COLORS.soft };
	const text = fillIn(pen.design.note, valuesOf(printed));
	pen.pair('P', text, { ...at, size: 7.5, y }, { ...at, size: 7, y: yEn });
}

function verification(pen: Pen, address: string): void {
	const { qr } = pen.layout;
	const { qrAlt, verify } = paperWords;
	const alt = pen.design.languages === 'en' ? qrAlt.en : qrAlt['zh-CN'];
	pen.code(address, alt + address, qr);
	const { x, y, size } = qr;
	const at = { x: x - 38, width: size + 76 };
	pen.pair(
		'P',
		verify,
		{ ...at, size: 8, y: y + size + 3 },
		{ ...at, size: 7, y: y + size + 15, color: COLORS.soft }
	);
	pen.say('P', address, { ...at, size: 7, y: y + size + 27 });
}
