import type { OutcomeKind } from './states';

/** Name and version of the rule below, kept with every decision. Whatever is changed gets a new version. */
export const AGREEMENT_RULE = 'agreement/1';

/** An answer of one candidate with the marks that are in, in hundredths of a mark; null as long as one is not. */
export interface MarkedAnswer {
	id: string;
	/** Of the question. */
	marks: number;
	first: number | null;
	second: number | null;
	third: number | null;
}

export type Agreement =
	/** A mark is not in yet, of this answer or of another that decides on which side of the pass mark the two lie. */
	| { kind: 'wait' }
	/** The two are apart: a third person reads it, knowing of neither. */
	| { kind: 'third' }
	| { kind: Exclude<OutcomeKind, 'moderated' | 'regraded'>; hundredths: number };

/** Whether two marks are further apart than a share (in percent) of the question's marks. */
export const isApart = (first: number, second: number, marks: number, apartPercent: number): boolean =>
	Math.abs(first - second) > apartPercent * marks;

/** The average of two marks in whole hundredths, a half one up. */
export const averageOf = (first: number, second: number): number => Math.floor((first + second + 1) / 2);

/** The middle one of three marks. */
export const medianOf = (a: number, b: number, c: number): number =>
	Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/**
 * What becomes of the answers of one candidate, by id. One marker: their mark. Two: the average, unless they are further apart
 * than `apartPercent` of the question's marks, or with the marks of the one the candidate would pass and with those of the
 * other not; then whatever the two saw differently goes to a third, and the median of the three stands. `sides` are those
 * verdicts, null as long as a mark of the two is missing anywhere in the script; then only distance is decided.
 */
export function decideAgreement(
	answers: readonly MarkedAnswer[],
	how: { double: boolean; apartPercent: number; sides: readonly [boolean, boolean] | null }
): Map<string, Agreement> {
	const { double, apartPercent, sides } = how;
	const straddles = sides !== null && sides[0] !== sides[1];
	return new Map(
		answers.map(({ id, marks, first, second, third }): [string, Agreement] => {
			if (first === null) return [id, { kind: 'wait' }];
			if (!double) return [id, { kind: 'single', hundredths: first }];
			if (second === null) return [id, { kind: 'wait' }];
			if (third !== null) return [id, { kind: 'median', hundredths: medianOf(first, second, third) }];
			if (isApart(first, second, marks, apartPercent)) return [id, { kind: 'third' }];
			if (first === second) return [id, { kind: 'average', hundredths: first }];
			if (sides === null) return [id, { kind: 'wait' }];
			if (straddles) return [id, { kind: 'third' }];
			return [id, { kind: 'average', hundredths: averageOf(first, second) }];
		})
	);
}

/** Whether somebody has come close enough to what was agreed on often enough to be given real answers. */
export function isCalibrated(
	marks: readonly { given: number; agreed: number; marks: number }[],
	asked: { exampleCount: number; exampleApart: number }
): boolean {
	const close = marks.filter((one) => !isApart(one.given, one.agreed, one.marks, asked.exampleApart));
	return close.length >= asked.exampleCount;
}
