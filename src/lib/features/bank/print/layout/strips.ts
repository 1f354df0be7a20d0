/** A piece of a page that is never cut, in points. */
export interface Strip {
	height: number;
	/** Draws with its upper edge at `y`. */
	draw(y: number): void;
	/** Where the base line of its words is, from its upper edge. */
	base?: number;
	/** Stays on the page of the strip that follows. */
	keep?: boolean;
	/** Empty: left out at the top of a page. */
	blank?: boolean;
	/** Repeated at the top of a page that starts with this strip: a table's head. */
	head?: { height: number; draw(y: number): void };
}

export const gap = (height: number, keep = false): Strip => ({
	height,
	draw: () => undefined,
	blank: true,
	keep
});

export const heightOf = (strips: readonly Strip[]): number =>
	strips.reduce((sum, { height }) => sum + height, 0);

/** Keeps the first and the last two together: no single line stands alone at the foot or the top of a page. */
export function withoutOrphans(strips: Strip[]): Strip[] {
	return strips.map((strip, at) =>
		at === 0 || at === strips.length - 2 ? { ...strip, keep: strip.keep || at < strips.length - 1 } : strip
	);
}

/** All of them on one page, if they are not higher than `most`; else only their first lines. */
export function together(strips: Strip[], most: number, first = 2): Strip[] {
	const whole = heightOf(strips) <= most;
	return strips.map((strip, at) =>
		at < strips.length - 1 && (whole || at < first) ? { ...strip, keep: true } : strip
	);
}

export const keptWithNext = (strips: Strip[]): Strip[] =>
	strips.map((strip, at) => (at === strips.length - 1 ? { ...strip, keep: true } : strip));

/**
 * Columns beside each other as one strip, or, where that would be higher than `most`, line by line. `frame` is drawn
 * behind each strip: where it stands, whether it is the first and the last of the row.
 */
export function sideBySide(
	columns: Strip[][],
	most: number,
	frame?: (y: number, height: number, first: boolean, last: boolean) => void
): Strip[] {
	const height = Math.max(0, ...columns.map(heightOf));
	if (height <= most) {
		return [
			{
				height,
				draw(y) {
					frame?.(y, height, true, true);
					for (const column of columns) {
						let top = y;
						for (const strip of column) {
							strip.draw(top);
							top += strip.height;
						}
					}
				}
			}
		];
	}
	const lines = Math.max(...columns.map(({ length }) => length));
	return Array.from({ length: lines }, (_, at) => {
		const own = columns.flatMap((column) => column[at] ?? []);
		const tall = Math.max(...own.map((strip) => strip.height));
		return {
			height: tall,
			draw(y: number) {
				frame?.(y, tall, at === 0, at === lines - 1);
				for (const strip of own) strip.draw(y);
			}
		};
	});
}
