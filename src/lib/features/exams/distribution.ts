import { LEAST_TOLD } from './analysis/flags';

/** Where a result lies among those of its sitting. */
export interface Distribution {
	/** Whose results are out and count, this one among them. */
	candidates: number;
	/** Candidates by twentieths of the marks: from 0 to under 5 %, …, from 95 to 100 %. */
	bins: number[];
	/** The place of this result's bin. */
	own: number;
	/** Percent of the others who earned a smaller share of the marks, rounded down. */
	above: number;
}

const BINS = 20;
const binOf = (tenths: number): number => Math.min(BINS - 1, Math.floor((tenths * BINS) / 1000));

/**
 * The place of a result among all of its sitting, both in tenths of a percent, `all` with how many have each. Null where
 * fewer than `LEAST_TOLD` count: then it would tell what somebody else earned.
 */
export function distributionOf(
	tenths: number,
	all: readonly { tenths: number; candidates: number }[]
): Distribution | null {
	const bins = new Array<number>(BINS).fill(0);
	let [candidates, below] = [0, 0];
	for (const one of all) {
		bins[binOf(one.tenths)]! += one.candidates;
		candidates += one.candidates;
		if (one.tenths < tenths) below += one.candidates;
	}
	if (candidates < LEAST_TOLD) return null;
	return { candidates, bins, own: binOf(tenths), above: Math.floor((below * 100) / (candidates - 1)) };
}
