import type { RubricRow } from '$lib/features/bank';
import type { LocalText } from '$lib/i18n/locales';
import { no, yes, type Decision } from '$lib/shared/result';

/** A candidate has so many examiners (field practice for skill exams: one candidate, three examiners). */
export const EXAMINERS = 3;

/** A total that lies farther from the median of the three, in marks of a hundred, is set aside. */
export const FARTHEST = 20;

/** Name and version of how three totals become one result: kept with it. Whatever is changed below gets a new version. */
export const PRACTICAL_RULE = `mean-within-${FARTHEST}-of-median/1`;

/** The rule of a candidate who did not come. */
export const ABSENT_RULE = 'absent/1';

/** A row of a practical part's rubric: candidates and examiners read it in their own language. */
export interface ScoredRow extends RubricRow {
	criterion: LocalText;
	levels: { share: number; words: LocalText }[];
}

/** The level that an examiner chose, from 0 (the best), by the rubric row's id. */
export type Scores = Record<string, number>;

/** The rows of a rubric that have no level yet, or one that they do not have. */
export const openRows = (rubric: readonly RubricRow[], scores: Scores): RubricRow[] =>
	rubric.filter(({ id, levels }) => !levels[scores[id] ?? -1]);

/** What the levels chosen so far give, of a hundred marks in hundredths: exact, because weights and shares are whole percents. */
export const earnedSoFar = (rubric: readonly RubricRow[], scores: Scores): number =>
	rubric.reduce((sum, { id, weight, levels }) => sum + weight * (levels[scores[id] ?? -1]?.share ?? 0), 0);

/** What a whole sheet gives; null as long as a row is open. */
export const totalOf = (rubric: readonly RubricRow[], scores: Scores): number | null =>
	rubric.length && !openRows(rubric, scores).length ? earnedSoFar(rubric, scores) : null;

export interface Total {
	examinerId: string;
	/** Of a hundred marks, in hundredths. */
	hundredths: number;
}

export interface Outcome {
	/** Of a hundred marks, in hundredths. */
	hundredths: number;
	/** Percent with one decimal, as tenths, rounded down. */
	tenths: number;
	passed: boolean;
	/** Whose totals were set aside. */
	setAside: string[];
}

/**
 * One result of three totals (`PRACTICAL_RULE`): the mean of those that lie no farther than `FARTHEST` marks from their median,
 * rounded once, half up, to hundredths of a mark. The median itself always counts, so that there is always a result; where both
 * others are set aside it is the result alone.
 */
export function decideOutcome(totals: readonly Total[], passPercent: number): Outcome {
	if (totals.length !== EXAMINERS) throw new Error(`${EXAMINERS} totals are needed, not ${totals.length}`);
	const median = totals.map(({ hundredths }) => hundredths).sort((a, b) => a - b)[1]!;
	const isFar = ({ hundredths }: Total) => Math.abs(hundredths - median) > FARTHEST * 100;
	const counted = totals.filter((total) => !isFar(total));
	const hundredths = mean(counted.map((total) => total.hundredths));
	return {
		hundredths,
		tenths: Math.floor(hundredths / 10),
		passed: hundredths >= passPercent * 100,
		setAside: totals.filter(isFar).map(({ examinerId }) => examinerId)
	};
}

/** What a row of the rubric earned over the sheets that count, in hundredths of a percent of the row. */
export const rowPercent = (row: RubricRow, sheets: readonly Scores[]): number =>
	mean(sheets.map((scores) => (row.levels[scores[row.id] ?? -1]?.share ?? 0) * 100));

/** Rounded half up. */
const mean = (numbers: readonly number[]): number =>
	Math.floor(numbers.reduce((sum, one) => sum + one, 0) / numbers.length + 0.5);

/** Whether an examiner may write on a sheet now: from their slot's day on, until all is decided. */
export function decideScoring(facts: {
	/** The slot's day began; false where there is no slot. */
	isDue: boolean;
	submitted: boolean;
	decided: boolean;
}): Decision<object> {
	if (facts.submitted) return no('practicals.sheet.submitted');
	if (facts.decided) return no('practicals.sheet.decided');
	return facts.isDue ? yes({}) : no('practicals.sheet.early');
}
