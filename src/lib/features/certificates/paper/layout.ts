import type { Design } from './design';

interface Box {
	x: number;
	y: number;
	width: number;
}

/** Where things stand on the paper, in points from its upper left corner. */
export interface Layout {
	width: number;
	height: number;
	/** At the sides of the lines that stand in the middle. */
	margin: number;
	/** The tops of those lines, the English ones of a pair named so. */
	y: Record<
		| 'issuer'
		| 'issuerEn'
		| 'title'
		| 'titleEn'
		| 'rule'
		| 'holder'
		| 'underline'
		| 'statement'
		| 'statementEn'
		| 'grade'
		| 'gradeEn'
		| 'ladder',
		number
	>;
	/** Number, exam, day of issue, last day. */
	facts: [Box, Box, Box, Box];
	note: Box & { yEn: number };
	/** The side of a square, as of the seal. */
	qr: { x: number; y: number; size: number };
	seal: { x: number; y: number; size: number };
	signatures: [Box, Box];
}

const LONG = 841.89;
const SHORT = 595.28;

type Column = Pick<Box, 'x' | 'width'>;

/** Four facts in two columns, the first row at `y`. */
const grid = (y: number, step: number, left: Column, right: Column): Layout['facts'] => [
	{ ...left, y },
	{ ...right, y },
	{ ...left, y: y + step },
	{ ...right, y: y + step }
];

/** A4. A paper that nobody signs or seals leaves their room to the rest. */
export function layoutOf({ orientation, seal, signatures }: Design): Layout {
	const signed = signatures.length > 0;
	return orientation === 'landscape' ? landscape(signed, seal !== null) : portrait(signed || seal !== null);
}

function landscape(signed: boolean, sealed: boolean): Layout {
	const left = { x: 96, width: sealed ? 176 : 200 };
	const right = sealed ? { x: 286, width: 190 } : { x: 320, width: 210 };
	return {
		...{ width: LONG, height: SHORT, margin: 84 },
		y: {
			...{ issuer: 58, issuerEn: 80, title: 98, titleEn: 155, rule: 186, holder: 198, underline: 246 },
			...{ statement: 255, statementEn: 275, grade: 293, gradeEn: 329, ladder: 349 }
		},
		facts: signed ? grid(374, 50, left, right) : grid(392, 55, left, right),
		note: signed ? { x: 96, y: 534, yEn: 545, width: 446 } : { x: 96, y: 510, yEn: 522, width: 446 },
		qr: { x: LONG - 84 - 104 - 20, y: 384, size: 104 },
		seal: { x: 488, y: 386, size: 96 },
		signatures: [
			{ ...left, y: 474 },
			{ ...right, y: 474 }
		]
	};
}

function portrait(signedOrSealed: boolean): Layout {
	const qr = signedOrSealed ? SHORT - 72 - 142 : (SHORT - 104) / 2;
	return {
		...{ width: SHORT, height: LONG, margin: 60 },
		y: {
			...{ issuer: 74, issuerEn: 97, title: 124, titleEn: 182, rule: 222, holder: 256, underline: 306 },
			...{ statement: 324, statementEn: 345, grade: 376, gradeEn: 413, ladder: 436 }
		},
		facts: grid(488, 58, { x: 72, width: 215 }, { x: 308, width: 215 }),
		note: { x: 72, y: 768, yEn: 780, width: 451 },
		qr: { x: qr, y: 612, size: 104 },
		seal: { x: 159, y: 664, size: 96 },
		signatures: [
			{ x: 72, y: 610, width: 125 },
			{ x: 212, y: 610, width: 125 }
		]
	};
}
