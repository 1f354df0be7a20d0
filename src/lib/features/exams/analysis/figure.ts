/**
 * Why a figure is missing. `few`: too few candidates for it to mean anything. `flat`: nothing varies (all or nobody had it right,
 * or all have the same total). `alone`: it needs other items beside this one. `forms`: papers differ, so there is no one
 * test that it could be said of. `parts`: items earn parts of their marks. `marks`: items are worth different marks.
 * `negative`: a covariance below zero has no root. `unknown`: nothing was recorded.
 */
export const missings = ['few', 'flat', 'alone', 'forms', 'parts', 'marks', 'negative', 'unknown'] as const;
export type Missing = (typeof missings)[number];

/** A number, or why there is none: never a zero that stands for "nothing". */
export type Figure = number | Missing;

export const numberOf = (figure: Figure): number | null => (typeof figure === 'number' ? figure : null);
export const missingOf = (figure: Figure): Missing | null => (typeof figure === 'number' ? null : figure);

/** With two candidates every correlation is 1 or -1. */
export const LEAST_CANDIDATES = 3;

/** What of shares, their products and correlations is smaller than this is the rounding of binary fractions. */
const NOTHING = 1e-12;
export const isFlat = (variance: number): boolean => variance < NOTHING;
export const settled = (value: number): number => (Math.abs(value) < NOTHING ? 0 : value);

type Numbers = ArrayLike<number>;

export function meanOf(values: Numbers): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return values.length ? sum / values.length : 0;
}

/** Of a sample: products of the distances from the means, over n - 1. The variance where both lists are the same. */
export function covarianceOf(xs: Numbers, ys: Numbers): number {
	const [meanX, meanY] = [meanOf(xs), meanOf(ys)];
	let sum = 0;
	for (let i = 0; i < xs.length; i++) sum += (xs[i]! - meanX) * (ys[i]! - meanY);
	return xs.length > 1 ? sum / (xs.length - 1) : 0;
}

/** Pearson's correlation. */
export function correlationOf(xs: Numbers, ys: Numbers): Figure {
	if (xs.length < LEAST_CANDIDATES) return 'few';
	const [xx, yy] = [covarianceOf(xs, xs), covarianceOf(ys, ys)];
	if (isFlat(xx) || isFlat(yy)) return 'flat';
	return Math.max(-1, Math.min(1, settled(covarianceOf(xs, ys) / Math.sqrt(xx * yy))));
}

/** Standard deviation of a sample (n - 1). */
export const deviationOf = (values: Numbers): Figure =>
	values.length < 2 ? 'few' : Math.sqrt(covarianceOf(values, values));

/** Where half lie below: the mean of the two in the middle of an even number. */
export function medianOf(values: Numbers): number | null {
	if (!values.length) return null;
	const sorted = Float64Array.from(values).sort();
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
