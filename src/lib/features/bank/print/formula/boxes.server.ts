import type { Ink } from '../layout/ink.server';
import { INK } from '../layout/ink.server';

/** A piece of a formula, in points; `draw` takes its left edge and its base line. */
export interface MathBox {
	width: number;
	ascent: number;
	descent: number;
	/** A bracket that grows with what it holds. */
	fence?: string;
	draw(x: number, y: number): void;
}

/** How far the middle of signs stands above the base line, in the size of the text. */
const AXIS = 0.3;

const most = (boxes: readonly MathBox[], of: 'ascent' | 'descent' | 'width') =>
	Math.max(0, ...boxes.map((one) => one[of]));

/** One after the other. */
export function row(boxes: readonly MathBox[]): MathBox {
	return {
		width: boxes.reduce((sum, { width }) => sum + width, 0),
		ascent: most(boxes, 'ascent'),
		descent: most(boxes, 'descent'),
		draw(x, y) {
			for (const one of boxes) {
				one.draw(x, y);
				x += one.width;
			}
		}
	};
}

export function fraction(ink: Ink, over: MathBox, under: MathBox, size: number, rule: boolean): MathBox {
	const width = Math.max(over.width, under.width) + size * 0.24;
	const [axis, gap] = [size * AXIS, size * 0.19];
	return {
		width: width + size * 0.16,
		ascent: axis + gap + over.descent + over.ascent,
		descent: Math.max(0, gap + under.ascent + under.descent - axis),
		draw(x, y) {
			x += size * 0.08;
			over.draw(x + (width - over.width) / 2, y - axis - gap - over.descent);
			if (rule) ink.rule(x, y - axis, x + width, y - axis, { width: size * 0.05, color: INK });
			under.draw(x + (width - under.width) / 2, y - axis + gap + under.ascent);
		}
	};
}

/** Below and above at the right. */
export function scripts(base: MathBox, sub: MathBox | null, sup: MathBox | null, size: number): MathBox {
	const down = Math.max(size * 0.16, base.descent - size * 0.05);
	// Where both stand, they do not touch.
	const apart = sub && sup ? sup.descent + sub.ascent - down + size * 0.08 : 0;
	const up = Math.max(size * 0.36, base.ascent - size * 0.36, apart);
	return {
		width: base.width + Math.max(sub?.width ?? 0, sup?.width ?? 0) + size * 0.06,
		ascent: Math.max(base.ascent, sup ? up + sup.ascent : 0),
		descent: Math.max(base.descent, sub ? down + sub.descent : 0),
		draw(x, y) {
			base.draw(x, y);
			sup?.draw(x + base.width + size * 0.04, y - up);
			sub?.draw(x + base.width + size * 0.02, y + down);
		}
	};
}

/** Below and above in the middle; an accent is drawn close, a bar as a line over the whole. */
export function limits(
	base: MathBox,
	under: MathBox | null,
	over: MathBox | null,
	size: number,
	accent: { ink: Ink; sign: string | undefined } | null = null
): MathBox {
	const width = Math.max(base.width, under?.width ?? 0, accent ? 0 : (over?.width ?? 0));
	const gap = size * 0.12;
	const bar = accent && /^[‾¯―_ˉ]$/.test(accent.sign ?? '');
	const high = accent ? size * 0.2 : (over?.ascent ?? 0) + (over?.descent ?? 0) + (over ? gap : 0);
	return {
		width,
		ascent: base.ascent + high,
		descent: base.descent + (under ? gap + under.ascent + under.descent : 0),
		draw(x, y) {
			const left = x + (width - base.width) / 2;
			base.draw(left, y);
			under?.draw(x + (width - under.width) / 2, y + base.descent + gap + under.ascent);
			if (bar)
				accent.ink.rule(
					left,
					y - base.ascent - size * 0.09,
					left + base.width,
					y - base.ascent - size * 0.09,
					{ width: size * 0.05, color: INK }
				);
			else if (accent) over?.draw(x + (width - over.width) / 2, y - base.ascent + size * 0.3);
			else over?.draw(x + (width - over.width) / 2, y - base.ascent - gap - over.descent);
		}
	};
}

export function radical(ink: Ink, inside: MathBox, index: MathBox | null, size: number): MathBox {
	const [hook, gap] = [size * 0.55, size * 0.14];
	const before = Math.max(0, (index?.width ?? 0) - hook * 0.45);
	const [ascent, descent] = [Math.max(inside.ascent, size * 0.7) + gap, inside.descent + size * 0.03];
	return {
		width: before + hook + inside.width + size * 0.1,
		ascent: Math.max(ascent + size * 0.06, index ? ascent * 0.55 + index.ascent : 0),
		descent,
		draw(x, y) {
			index?.draw(x, y - ascent * 0.5);
			const from = x + before;
			ink.doc
				.moveTo(from, y - size * 0.25)
				.lineTo(from + hook * 0.28, y - size * 0.32)
				.lineTo(from + hook * 0.58, y + descent)
				.lineTo(from + hook * 0.95, y - ascent)
				.lineTo(from + hook + inside.width + size * 0.08, y - ascent)
				.lineWidth(size * 0.055)
				.stroke(INK);
			inside.draw(from + hook, y);
		}
	};
}

/** A bracket as high as what it holds. */
export function stretched(ink: Ink, sign: string, ascent: number, descent: number, size: number): MathBox {
	const text = ink.printable(sign.replace('∣', '|').replace('∥', '‖'));
	const natural = size * 0.98;
	const factor = Math.max(1, (ascent + descent) / natural);
	const width = ink.width(text, { size });
	return {
		width,
		ascent: Math.max(ascent, size * 0.76),
		descent: Math.max(descent, size * 0.21),
		draw(x, y) {
			if (!text || text === '.') return;
			// The glyph's own middle comes to the middle of what it holds.
			const middle = y - (ascent - descent) / 2;
			ink.doc.save();
			ink.doc.translate(x, middle).scale(1, factor);
			ink.put(text, 0, size * (factor > 1 ? 0.28 : (ascent - descent) / 2 / size), { size });
			ink.doc.restore();
		}
	};
}

/** Rows and columns around the axis. */
export function grid(rows: MathBox[][], align: string[], size: number): MathBox {
	const columns = Math.max(0, ...rows.map((line) => line.length));
	const widths = Array.from({ length: columns }, (_, at) =>
		Math.max(0, ...rows.map((line) => line[at]?.width ?? 0))
	);
	const [between, lead] = [size * 0.8, size * 0.3];
	const heights = rows.map((line) => ({
		ascent: Math.max(size * 0.76, most(line, 'ascent')),
		descent: Math.max(size * 0.21, most(line, 'descent'))
	}));
	const tall = heights.reduce((sum, { ascent, descent }) => sum + ascent + descent + lead, -lead);
	return {
		width: widths.reduce((sum, width) => sum + width + between, -between) + size * 0.2,
		ascent: tall / 2 + size * AXIS,
		descent: tall / 2 - size * AXIS,
		draw(x, y) {
			let top = y - tall / 2 - size * AXIS;
			rows.forEach((line, at) => {
				const { ascent = 0, descent = 0 } = heights[at] ?? {};
				let left = x + size * 0.1;
				line.forEach((cell, column) => {
					const slack = (widths[column] ?? 0) - cell.width;
					const side = align[column] ?? align[align.length - 1];
					cell.draw(left + (side === 'left' ? 0 : side === 'right' ? slack : slack / 2), top + ascent);
					left += (widths[column] ?? 0) + between;
				});
				top += ascent + descent + lead;
			});
		}
	};
}
