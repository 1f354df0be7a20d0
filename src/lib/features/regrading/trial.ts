import { compareShares, correlationOf, numberOf, type Score, type TriedAttempt } from '$lib/features/exams';

/** The figures of an item and of the papers that asked it. */
export interface ItemNow {
	/** Papers on which it counts. */
	counted: number;
	/** Mean share of its marks, 0 to 1; null where it counts for nobody. */
	difficulty: number | null;
	/** Correlation of its marks with the rest of the paper; null where it cannot be said. */
	discrimination: number | null;
	/** Mean percent of the papers, in tenths. */
	meanTenths: number;
	passed: number;
}

/** What a regrade does, in numbers. */
export interface Trial {
	/** Marked papers that asked the item. */
	candidates: number;
	up: number;
	down: number;
	same: number;
	/** Pass now and did not; did and no longer do. */
	passing: number;
	failing: number;
	/** Candidates who know a result that changes. */
	told: number;
	before: ItemNow;
	after: ItemNow;
}

/** 1: a greater share of the marks than before, -1: a smaller one. */
export const movesOf = ({ before, after }: Pick<TriedAttempt, 'before' | 'after'>): number =>
	Math.sign(compareShares(after, before));

export const crossesOf = ({ before, after }: Pick<TriedAttempt, 'before' | 'after'>): number =>
	Number(after.passed) - Number(before.passed);

/** Whether anything that a candidate reads is different. */
export const isChanged = ({ before, after }: Pick<TriedAttempt, 'before' | 'after'>): boolean =>
	before.earnedHundredths !== after.earnedHundredths ||
	before.maxScore !== after.maxScore ||
	before.passed !== after.passed;

export function trialOf(tried: readonly TriedAttempt[]): Trial {
	const count = (is: (one: TriedAttempt) => boolean) => tried.filter(is).length;
	const moves = tried.map(movesOf);
	const many = (way: number) => moves.filter((one) => one === way).length;
	return {
		candidates: tried.length,
		...{ up: many(1), down: many(-1), same: many(0) },
		passing: count((one) => crossesOf(one) > 0),
		failing: count((one) => crossesOf(one) < 0),
		told: count((one) => one.released && isChanged(one)),
		before: itemOf(tried.map(({ before, marks }) => ({ ...before, marks }))),
		after: itemOf(tried.map(({ after, marks }) => ({ ...after, marks })))
	};
}

function itemOf(scores: readonly (Score & { marks: number })[]): ItemNow {
	const counted = scores.filter(({ item }) => item !== null);
	const shares = counted.map(({ item, marks }) => item! / (marks * 100));
	const rest = counted.map(({ earnedHundredths, maxScore, item, marks }) =>
		maxScore > marks ? (earnedHundredths - item!) / ((maxScore - marks) * 100) : 0
	);
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	return {
		counted: counted.length,
		difficulty: counted.length ? mean(shares) : null,
		discrimination: numberOf(correlationOf(shares, rest)),
		meanTenths: scores.length ? Math.round(mean(scores.map(({ tenths }) => tenths))) : 0,
		passed: scores.filter(({ passed }) => passed).length
	};
}
