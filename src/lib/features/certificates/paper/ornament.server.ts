import { deflateSync } from 'node:zlib';
import { artifact, type Pdf } from '$lib/server/pdf/document';
import { COLORS } from './pen';

type Size = { width: number; height: number };
type Colors = { accent: string; wash: string };

const TURN = Math.PI * 2;

/**
 * A closed guilloche curve around a point, as operators of a page's content: a wave of `lobes` bulges between two radii, in
 * points.
 */
function guilloche(
	x: number,
	y: number,
	radius: number,
	depth: number,
	lobes: number,
	phase: number,
	stretch: { x: number; y: number }
): string {
	const steps = lobes * 8;
	let path = '';
	for (let step = 0; step <= steps; step++) {
		const angle = (step / steps) * TURN;
		const r = radius + depth * Math.sin(lobes * angle + phase);
		// Hundredths of a point are finer than any printer, and half the file.
		const px = Math.round((x + r * Math.cos(angle) * stretch.x) * 100) / 100;
		const py = Math.round((y + r * Math.sin(angle) * stretch.y) * 100) / 100;
		path += `${px} ${py} ${step === 0 ? 'm' : 'l'}\n`;
	}
	return `${path}h\n`;
}

/** By the size of the paper: seven thousand points, the same on every certificate, as a compressed stream. */
const rosettes = new Map<string, Buffer>();

function rosetteOf({ width, height }: Size): Buffer {
	const size = `${width} ${height}`;
	const known = rosettes.get(size);
	if (known) return known;
	const stretch = width > height ? { x: 1.35, y: 1 } : { x: 1, y: 1.35 };
	let paths = '';
	for (let ring = 0; ring < 9; ring++) {
		for (const phase of [0, Math.PI / 2, Math.PI, (Math.PI * 3) / 2]) {
			const radius = 64 + ring * 16;
			paths += guilloche(width / 2, height / 2 - 10, radius, 13, 24, phase + ring * 0.3, stretch);
		}
	}
	const rosette = deflateSync(`${paths}S\n`);
	rosettes.set(size, rosette);
	return rosette;
}

/** The rosette behind the text, pale enough to read over, longer where the paper is. */
function drawRosette(doc: Pdf, size: Size, wash: string): void {
	const form = doc.ref({
		...{ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, size.width, size.height] },
		Filter: 'FlateDecode'
	});
	form.end(rosetteOf(size));
	// The types do not know them: what a page draws by its name, with the colour and width of the moment.
	(doc.page.xobjects as Record<string, unknown>)['Rosette'] = form;
	doc.lineWidth(0.35).strokeColor(wash).addContent('/Rosette Do');
}

/** A frame of two rules with a square knot in each corner. */
function drawFrame(doc: Pdf, { width, height }: Size, accent: string): void {
	doc
		.lineWidth(2.2)
		.strokeColor(accent)
		.rect(26, 26, width - 52, height - 52)
		.stroke();
	doc
		.lineWidth(0.5)
		.strokeColor(COLORS.gold)
		.rect(33, 33, width - 66, height - 66)
		.stroke();
	for (const x of [33, width - 33]) {
		for (const y of [33, height - 33]) {
			const dx = x < width / 2 ? 1 : -1;
			const dy = y < height / 2 ? 1 : -1;
			doc.lineWidth(0.5).strokeColor(COLORS.gold);
			doc
				.moveTo(x + dx * 26, y)
				.lineTo(x + dx * 26, y + dy * 10)
				.lineTo(x + dx * 10, y + dy * 10);
			doc
				.lineTo(x + dx * 10, y + dy * 26)
				.lineTo(x, y + dy * 26)
				.stroke();
			doc
				.rect(x + dx * 10 - 2, y + dy * 10 - 2, 4, 4)
				.fillColor(accent)
				.fill();
		}
	}
}

/** A gold rule with a diamond in its middle, at (`middle`, `y`). */
export function drawRule(doc: Pdf, middle: number, y: number, half: number): void {
	doc.lineWidth(0.7).strokeColor(COLORS.gold);
	doc
		.moveTo(middle - half, y)
		.lineTo(middle - 9, y)
		.moveTo(middle + 9, y)
		.lineTo(middle + half, y)
		.stroke();
	doc
		.moveTo(middle, y - 3.6)
		.lineTo(middle + 3.6, y)
		.lineTo(middle, y + 3.6)
		.lineTo(middle - 3.6, y);
	doc.closePath().fillColor(COLORS.gold).fill();
}

/** Frame and rosette, under everything else. */
export function drawPaper(doc: Pdf, size: Size, { accent, wash }: Colors): void {
	artifact(doc, () => {
		drawRosette(doc, size, wash);
		drawFrame(doc, size, accent);
	});
}
