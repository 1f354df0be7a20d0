/** What candidates of one sitting made of an item: shares of its marks. */
export interface Measured {
	sittingId: string;
	candidates: number;
	/** Mean share, 0 to 1: the item's difficulty there. */
	mean: number;
	/** Sample variance of the shares. */
	variance: number;
}

/** Name and version of the rule below: kept with what it says. */
export const DRIFT_RULE = 'moved-beyond-1.96-errors/1';

/** With fewer candidates in either sitting chance alone moves items. */
export const LEAST_MEASURED = 30;

export interface Drift {
	from: Measured;
	to: Measured;
	/** Difference of the means; above 0: it got easier. */
	moved: number;
	/** Standard error of the difference. */
	error: number;
	flagged: boolean;
}

/**
 * How the difficulty of an item moved from each sitting to the next (`DRIFT_RULE`): flagged where the means of two sittings one after
 * the other, each of `LEAST_MEASURED` candidates or more, lie further apart than 1.96 standard errors of their difference. One move
 * in twenty is flagged by chance. Pure; `measured` in the order of the sittings.
 */
export const driftsOf = (measured: readonly Measured[]): Drift[] =>
	measured.slice(1).map((to, i) => {
		const from = measured[i]!;
		const moved = to.mean - from.mean;
		const error = Math.sqrt(from.variance / from.candidates + to.variance / to.candidates);
		const enough = Math.min(from.candidates, to.candidates) >= LEAST_MEASURED;
		return { from, to, moved, error, flagged: enough && Math.abs(moved) > 1.96 * error };
	});
