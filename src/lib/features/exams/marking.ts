import { ownAnswer, scoreQuestion, SCORING_RULES, type Aliases, type Question } from '$lib/features/bank';
import type { AreaScore, PaperQuestion } from './types';

/**
 * Name and version of how marks are made of shares, and of how answers are scored: kept with every result. Whatever is
 * changed below gets a new version.
 */
export const MARKING_RULE = `hundredths/1 ${SCORING_RULES}`;

export interface QuestionToMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	question: Question;
	aliases: Aliases;
	/** In the ids that are shown; null when unanswered. */
	given: unknown;
}

export interface QuestionMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	/** In hundredths of a mark, 0 to 100 times `marks`. */
	earnedHundredths: number;
}

export interface PaperMark {
	/** In hundredths of a mark: the sum of what the questions earned. */
	earnedHundredths: number;
	/** Marks of the paper. */
	maxScore: number;
	/** Percent with one decimal, as tenths, rounded down: nobody reads 60.0 % who did not reach it. */
	tenths: number;
	passed: boolean;
	marks: QuestionMark[];
}

/**
 * A share in percent of a question's marks, in hundredths of a mark. Two thirds of a mark are 67 of them: rounded once,
 * here, so that what a candidate reads question by question adds up to what passes or fails.
 */
export const hundredthsOf = (share: number, marks: number): number => Math.floor(share * marks + 0.5 + 1e-9);

/**
 * Marks a whole paper; null where a person has to read an answer. `passPercent` is reached or not in exact whole numbers.
 */
export function markPaper(questions: readonly QuestionToMark[], passPercent: number): PaperMark | null {
	const marks: QuestionMark[] = [];
	for (const { question, aliases, given, ...about } of questions) {
		const share = scoreQuestion(question, ownAnswer(question.type, given, aliases));
		if (share === null) return null;
		marks.push({ ...about, earnedHundredths: hundredthsOf(share, about.marks) });
	}
	const earnedHundredths = sum(marks.map((mark) => mark.earnedHundredths));
	const maxScore = sum(marks.map((question) => question.marks));
	return {
		earnedHundredths,
		maxScore,
		tenths: maxScore ? Math.floor((earnedHundredths * 10) / maxScore) : 0,
		passed: maxScore > 0 && earnedHundredths >= passPercent * maxScore,
		marks
	};
}

/** Marks earned by knowledge area, in the order in which the areas are first met. */
export function profileOf(
	marks: readonly Pick<QuestionMark, 'area' | 'marks' | 'earnedHundredths'>[]
): AreaScore[] {
	const areas = new Map<AreaScore['area'], AreaScore>();
	for (const { area, marks: worth, earnedHundredths } of marks) {
		const score = areas.get(area) ?? { area, earnedHundredths: 0, marks: 0 };
		areas.set(area, {
			area,
			earnedHundredths: score.earnedHundredths + earnedHundredths,
			marks: score.marks + worth
		});
	}
	return [...areas.values()];
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
