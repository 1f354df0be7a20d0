import type { Column } from './columns';
import { covarianceOf, isFlat, LEAST_CANDIDATES, meanOf, settled, type Figure, type Missing } from './figure';

/** What is said of a test as a whole: only where all its candidates had the same items for the same marks. */
export interface Reliability {
	/** Cronbach's; below zero is legal and says that items work against each other. */
	alpha: Figure;
	/** Kuder and Richardson's formulas: 20 where every item earns all or nothing, 21 where all are worth the same too. */
	kr20: Figure;
	kr21: Figure;
	/** Alpha without the item, and the item's effective weight, in the order of the items. */
	items: { alphaIfDeleted: Figure; weight: Figure }[];
}

/** Nothing but the reason why. */
export const noReliability = (why: Missing, items: number): Reliability => ({
	...{ alpha: why, kr20: why, kr21: why },
	items: Array.from({ length: items }, () => ({ alphaIfDeleted: why, weight: why }))
});

/**
 * Reliability of one form: its columns, every one with all candidates, in the same order. `worth` is in hundredths of a mark, by
 * column.
 *
 * Alpha is k/(k-1) · (1 - Σ var(item) / var(total)); numerator and denominator divide by the same n - 1, so that KR-20, which
 * is the same with p(1-p) over n, equals it. The effective weight is that of Moodle's statistics: the root of the item's
 * covariance with the total, as a share of the sum of these roots.
 */
export function reliabilityOf(columns: readonly Column[], worth: readonly number[]): Reliability {
	const k = columns.length;
	const n = columns[0]?.earned.length ?? 0;
	if (n < LEAST_CANDIDATES) return noReliability('few', k);
	const totals = new Float64Array(n);
	for (const { earned } of columns) for (let i = 0; i < n; i++) totals[i]! += earned[i]!;
	const variances = columns.map(({ earned }) => covarianceOf(earned, earned));
	const [sum, total] = [variances.reduce((a, b) => a + b, 0), covarianceOf(totals, totals)];
	// What counts as nothing is said of shares of the marks, however many marks there are.
	const scale = worth.reduce((a, b) => a + b, 0) ** 2;
	const withTotal = columns.map(({ earned }) => settled(covarianceOf(earned, totals) / scale) * scale);
	const isSame = (variance: number) => isFlat(variance / scale);
	if (isSame(total)) return noReliability('flat', k);
	const roots = withTotal.reduce((all, one) => all + Math.sqrt(Math.max(0, one)), 0);
	return {
		alpha: k < 2 ? 'alone' : alphaOf(k, sum, total),
		...kuderRichardson(columns, worth, totals),
		items: columns.map((_, i) => {
			const rest = total + variances[i]! - 2 * withTotal[i]!;
			return {
				alphaIfDeleted: k < 3 ? 'alone' : isSame(rest) ? 'flat' : alphaOf(k - 1, sum - variances[i]!, rest),
				weight: withTotal[i]! < 0 ? 'negative' : Math.sqrt(withTotal[i]!) / roots
			};
		})
	};
}

const alphaOf = (k: number, ofItems: number, ofTotal: number): number =>
	(k / (k - 1)) * (1 - ofItems / ofTotal);

function kuderRichardson(
	columns: readonly Column[],
	worth: readonly number[],
	totals: Float64Array
): Pick<Reliability, 'kr20' | 'kr21'> {
	const [k, n] = [columns.length, totals.length];
	if (k < 2) return { kr20: 'alone', kr21: 'alone' };
	if (!columns.every(({ earned }, i) => earned.every((marks) => marks === 0 || marks === worth[i])))
		return { kr20: 'parts', kr21: 'parts' };
	const population = (covarianceOf(totals, totals) * (n - 1)) / n;
	const spread = columns.map(({ share }, i) => {
		const p = meanOf(share);
		return worth[i]! ** 2 * p * (1 - p);
	});
	const kr20 = alphaOf(
		k,
		spread.reduce((a, b) => a + b, 0),
		population
	);
	const [one] = worth as [number];
	if (!worth.every((marks) => marks === one)) return { kr20, kr21: 'marks' };
	const mean = meanOf(totals) / one;
	return { kr20, kr21: alphaOf(k, (mean * (k - mean)) / k, population / one ** 2) };
}
