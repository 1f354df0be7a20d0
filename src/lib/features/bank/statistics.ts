/** What one candidate made of an item: both numbers as shares, 0 to 1. */
export interface ItemScore {
	/** Of the item's marks. */
	share: number;
	/** Of the marks of all other items of the paper; null where there are none. */
	rest: number | null;
}

export interface ItemFigures {
	candidates: number;
	/** Mean share of its marks. */
	facility: number;
	/**
	 * Correlation of its marks with those of the rest of the paper; null where one of the two does not vary. Negative is
	 * right: those who know less have it right more often, which a wrong key does.
	 */
	discrimination: number | null;
}

/** Differences below this are the rounding of binary fractions. */
const NOTHING = 1e-12;

/** The figures of an item over what all its candidates made of it; null for nobody. */
export function figuresOf(scores: readonly ItemScore[]): ItemFigures | null {
	if (!scores.length) return null;
	const beside = scores.filter((score): score is ItemScore & { rest: number } => score.rest !== null);
	return {
		candidates: scores.length,
		facility: meanOf(scores.map(({ share }) => share)),
		discrimination: correlationOf(
			beside.map(({ share }) => share),
			beside.map(({ rest }) => rest)
		)
	};
}

/** Pearson's correlation; null where one of the two does not vary. */
export function correlationOf(xs: readonly number[], ys: readonly number[]): number | null {
	const [meanX, meanY] = [meanOf(xs), meanOf(ys)];
	let [xx, yy, xy] = [0, 0, 0];
	for (const [i, x] of xs.entries()) {
		const [dx, dy] = [x - meanX, ys[i]! - meanY];
		xx += dx * dx;
		yy += dy * dy;
		xy += dx * dy;
	}
	if (xx < NOTHING || yy < NOTHING) return null;
	return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

const meanOf = (numbers: readonly number[]): number =>
	numbers.length ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : 0;
