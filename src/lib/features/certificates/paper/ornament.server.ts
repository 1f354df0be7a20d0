import { artifact, type Pdf } from '$lib/server/pdf/document';

export const PAPER = { width: 841.89, height: 595.28 } as const;
export const COLORS = {
	ink: '#1d2121',
	soft: '#5b6262',
	accent: '#0e6a66',
	gold: '#b08d4f',
	wash: '#eaf3f1'
} as const;

const TURN = Math.PI * 2;

/** A closed guilloche curve around a point: a wave of `lobes` bulges between two radii, in points. */
function guilloche(
	doc: Pdf,
	x: number,
	y: number,
	radius: number,
	depth: number,
	lobes: number,
	phase: number
): void {
	const steps = lobes * 8;
	for (let step = 0; step <= steps; step++) {
		const angle = (step / steps) * TURN;
		const r = radius + depth * Math.sin(lobes * angle + phase);
		// Hundredths of a point are finer than any printer, and half the file.
		const px = Math.round((x + r * Math.cos(angle) * 1.35) * 100) / 100;
		const py = Math.round((y + r * Math.sin(angle)) * 100) / 100;
		if (step === 0) doc.moveTo(px, py);
		else doc.lineTo(px, py);
	}
	doc.closePath();
}

/** The rosette behind the text, pale enough to read over. */
function drawRosette(doc: Pdf): void {
	doc.lineWidth(0.35).strokeColor(COLORS.wash);
	for (let ring = 0; ring < 9; ring++) {
		for (const phase of [0, Math.PI / 2, Math.PI, (Math.PI * 3) / 2]) {
			guilloche(doc, PAPER.width / 2, PAPER.height / 2 - 10, 64 + ring * 16, 13, 24, phase + ring * 0.3);
		}
	}
	doc.stroke();
}

/** A frame of two rules with a square knot in each corner. */
function drawFrame(doc: Pdf): void {
	const { width, height } = PAPER;
	doc
		.lineWidth(2.2)
		.strokeColor(COLORS.accent)
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
				.fillColor(COLORS.accent)
				.fill();
		}
	}
}

/** A gold rule with a diamond in its middle. */
export function drawRule(doc: Pdf, y: number, half: number): void {
	const middle = PAPER.width / 2;
	artifact(doc, () => {
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
	});
}

/** Frame and rosette, under everything else. */
export function drawPaper(doc: Pdf): void {
	artifact(doc, () => {
		drawRosette(doc);
		drawFrame(doc);
	});
}
