/** Share of the candidates that make the strong and the weak group (Kelley, 1939). */
export const GROUP = 0.27;
export const FIFTHS = 5;

/**
 * How much of each candidate belongs to a group that reaches from one place of the order to another (0 is the weakest,
 * n the strongest; places may be fractions). `totals` are in rising order.
 *
 * The tie rule: candidates with the same total are treated alike. Where the edge of a group runs through them, each of them
 * belongs to it in part, by the same part, so that the group weighs exactly what it should. No order of names or tickets
 * decides who is strong.
 */
export function weightsIn(totals: ArrayLike<number>, from: number, to: number): Float64Array {
	const weights = new Float64Array(totals.length);
	for (let first = 0; first < totals.length;) {
		let end = first + 1;
		while (end < totals.length && totals[end] === totals[first]) end++;
		const inside = Math.min(end, to) - Math.max(first, from);
		if (inside > 0) weights.fill(inside / (end - first), first, end);
		first = end;
	}
	return weights;
}

/** The mean of values, each counted by its weight. */
export function weighedMean(values: ArrayLike<number>, weights: Float64Array): number {
	let [sum, weight] = [0, 0];
	for (let i = 0; i < weights.length; i++) {
		sum += weights[i]! * values[i]!;
		weight += weights[i]!;
	}
	return sum / weight;
}

/** The weak and the strong group. */
export function extremesOf(totals: ArrayLike<number>): { weak: Float64Array; strong: Float64Array } {
	const n = totals.length;
	return { weak: weightsIn(totals, 0, GROUP * n), strong: weightsIn(totals, n - GROUP * n, n) };
}

/** Fifths of the candidates, from the weakest. */
export const fifthsOf = (totals: ArrayLike<number>): Float64Array[] =>
	Array.from({ length: FIFTHS }, (_, i) =>
		weightsIn(totals, (i * totals.length) / FIFTHS, ((i + 1) * totals.length) / FIFTHS)
	);
