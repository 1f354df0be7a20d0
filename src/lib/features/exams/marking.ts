import type { AreaScore, PaperQuestion } from './types';

/** Name and version of the rule below, kept with every result. A changed rule gets a new version. */
export const MARKING_RULE = 'all-or-nothing/1';

export interface QuestionToMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	/** Ids of the right options. */
	correct: readonly string[];
	/** Ids of the chosen ones; empty when unanswered. */
	choice: readonly string[];
}

export interface QuestionMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	earned: number;
}

export interface PaperMark {
	score: number;
	maxScore: number;
	/** Percent with one decimal, as tenths, rounded down: nobody reads 60.0 % who did not reach it. */
	tenths: number;
	passed: boolean;
	marks: QuestionMark[];
}

/** Full marks for exactly the right options, nothing for any others: no part marks, no minus marks. */
export const isRight = (choice: readonly string[], correct: readonly string[]): boolean => {
	const chosen = new Set(choice);
	return (
		chosen.size > 0 && chosen.size === new Set(correct).size && correct.every((option) => chosen.has(option))
	);
};

/** Marks a whole paper. `passPercent` is reached or not in exact whole numbers. */
export function markPaper(questions: readonly QuestionToMark[], passPercent: number): PaperMark {
	const marks = questions.map(({ correct, choice, ...question }) => ({
		...question,
		earned: isRight(choice, correct) ? question.marks : 0
	}));
	const score = sum(marks.map(({ earned }) => earned));
	const maxScore = sum(marks.map((question) => question.marks));
	return {
		score,
		maxScore,
		tenths: maxScore ? Math.floor((score * 1000) / maxScore) : 0,
		passed: maxScore > 0 && score * 100 >= passPercent * maxScore,
		marks
	};
}

/** Marks earned by knowledge area, in the order in which the areas are first met. */
export function profileOf(marks: readonly Pick<QuestionMark, 'area' | 'marks' | 'earned'>[]): AreaScore[] {
	const areas = new Map<AreaScore['area'], AreaScore>();
	for (const { area, marks: worth, earned } of marks) {
		const score = areas.get(area) ?? { area, earned: 0, marks: 0 };
		areas.set(area, { area, earned: score.earned + earned, marks: score.marks + worth });
	}
	return [...areas.values()];
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
