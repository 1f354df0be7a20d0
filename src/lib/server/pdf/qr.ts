import { encodeQR } from 'qr';

/** Light modules around a symbol (ISO/IEC 18004, 6.3.8). */
export const QUIET_ZONE = 4;

/** The modules of a QR symbol of level M with its quiet zone: rows of dark (true) and light. */
export const qrModules = (text: string): boolean[][] =>
	encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/**
 * The dark modules of a symbol as rectangles, the neighbours of a row joined, within a square of the given size at
 * (x, y), in points. They are meant to be filled as one path.
 */
export function qrBoxes(modules: boolean[][], x: number, y: number, size: number): Box[] {
	const step = size / modules.length;
	return modules.flatMap((row, line) => {
		const boxes: Box[] = [];
		for (let from = 0; from < row.length; from++) {
			if (!row[from]) continue;
			let to = from;
			while (row[to + 1]) to++;
			boxes.push({
				x: x + from * step,
				y: y + line * step,
				width: (to - from + 1) * step,
				height: step
			});
			from = to;
		}
		return boxes;
	});
}
