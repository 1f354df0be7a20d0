import {
	ownAnswer,
	scoreQuestion,
	SCORING_RULES,
	type Aliases,
	type Question,
	type Share
} from '$lib/features/bank';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { AreaScore, PaperQuestion } from './types';

/**
 * Name and version of how marks are made of shares, and of how answers are scored: kept with every result. Whatever is
 * changed below gets a new version.
 */
export const MARKING_RULE = `hundredths/2 ${SCORING_RULES}`;

/** A question with what turns the ids that were shown into its own. */
export interface Key {
	question: Question;
	aliases: Aliases;
}

export interface QuestionToMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	/** With the key that counts; null where the question was taken out of the sitting. */
	question: Question | null;
	/** The correction of the key that counts instead of the item's own; null where there is none. */
	correctionId: string | null;
	/**
	 * Keys that counted before a correction by which nobody was to lose: an answer earns what the best of them and `question`
	 * gives it. Where the question was taken out it counts for those whom it helps.
	 */
	also?: readonly Key[];
	/** Everybody earns all its marks. */
	credit?: boolean;
	/** What people decided that an answer earned which no rule can mark, in hundredths; null as long as nobody has. */
	decided: number | null;
	aliases: Aliases;
	/** In the ids that are shown; null when unanswered. */
	given: unknown;
}

export interface QuestionMark extends Pick<PaperQuestion, 'position' | 'area' | 'marks'> {
	itemVersionId: string;
	/** In hundredths of a mark, 0 to 100 times `marks`. */
	earnedHundredths: number;
	/** The correction of the key that it was marked by; the item's own key where there is none. */
	correctionId?: string;
	/** Decided by people, not by a rule. */
	read?: true;
}

/** What passing asks beyond the pass mark. */
export interface PassRule {
	/** Least percent of an area's marks, by area; an area that is not on the paper asks nothing. */
	minima?: Partial<Record<KnowledgeArea, number>>;
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

/** What an answer earns, in percent of its question's marks; null: a person has to read it. */
export type Score = (asked: Pick<QuestionToMark, 'aliases' | 'given'> & { question: Question }) => Share;

const score: Score = ({ question, aliases, given }) =>
	scoreQuestion(question, ownAnswer(question.type, given, aliases));

/** Scores that are remembered: of a question that many were asked the same answer is scored once. */
export function scoringOnce(): Score {
	const known = new WeakMap<Question, Map<string, Share>>();
	return (asked) => {
		let shares = known.get(asked.question);
		if (!shares) known.set(asked.question, (shares = new Map()));
		const answer = typeof asked.given === 'string' ? `"${asked.given}` : JSON.stringify(asked.given);
		let share = shares.get(answer);
		if (share === undefined) shares.set(answer, (share = score(asked)));
		return share;
	};
}

/**
 * Marks a whole paper; null as long as a person has to read an answer of it. `passPercent` is reached or not in exact whole
 * numbers, and so are the least shares of areas.
 */
export function markPaper(
	questions: readonly QuestionToMark[],
	passPercent: number,
	rule: PassRule = {},
	scoreOf: Score = score
): PaperMark | null {
	const counted: QuestionMark[] = [];
	const helping: QuestionMark[] = [];
	for (const asked of questions) {
		const isOut = !asked.question && !asked.credit;
		const mark = markQuestion(asked, scoreOf);
		if (!mark && !isOut) return null;
		if (mark) (isOut ? helping : counted).push(mark);
	}
	const paper = sumUp(counted, passPercent, rule);
	if (!helping.length) return paper;
	// What was taken out without a loss for anybody: as many of the best as make the best paper.
	helping.sort(
		(a, b) => b.earnedHundredths * a.marks - a.earnedHundredths * b.marks || a.position - b.position
	);
	return helping
		.map((_mark, last) => [...counted, ...helping.slice(0, last + 1)].sort((a, b) => a.position - b.position))
		.map((marks) => sumUp(marks, passPercent, rule))
		.reduce((best, other) => (isBetter(other, best) ? other : best), paper);
}

/** What a question earned; null where a person has to read the answer, and where it has no key. */
function markQuestion(asked: QuestionToMark, scoreOf: Score): QuestionMark | null {
	const { question, aliases, given, correctionId, also, credit, decided, position, area, itemVersionId } =
		asked;
	const whole = asked.marks * 100;
	/** The best of the keys that count. */
	let earned = credit ? whole : -1;
	let [read, waits] = [false, false];
	const take = (key: Key) => {
		const share = scoreOf({ question: key.question, aliases: key.aliases, given });
		const by = share === null ? decided : hundredthsOf(share, asked.marks);
		if (by === null) waits = true;
		else if (by > earned) [earned, read] = [by, share === null];
	};
	if (!credit) {
		if (question) take({ question, aliases });
		also?.forEach(take);
	}
	if (earned < 0 || (waits && earned < whole)) return null;
	const mark: QuestionMark = { position, itemVersionId, area, marks: asked.marks, earnedHundredths: earned };
	if (correctionId) mark.correctionId = correctionId;
	if (read) mark.read = true;
	return mark;
}

function sumUp(marks: QuestionMark[], passPercent: number, { minima = {} }: PassRule): PaperMark {
	const earnedHundredths = sum(marks.map((mark) => mark.earnedHundredths));
	const maxScore = sum(marks.map((question) => question.marks));
	const short = shortAreas(profileOf(marks), minima);
	return {
		earnedHundredths,
		maxScore,
		tenths: maxScore ? Math.floor((earnedHundredths * 10) / maxScore) : 0,
		passed: maxScore > 0 && earnedHundredths >= passPercent * maxScore && !short.length,
		marks
	};
}

/** Passing comes first, then the share of the marks. */
const isBetter = (paper: PaperMark, than: PaperMark): boolean =>
	paper.passed === than.passed ? compareShares(paper, than) > 0 : paper.passed;

/** Which of two marks is the greater share of what could be earned: above 0 where it is the first. */
export const compareShares = (
	a: Pick<PaperMark, 'earnedHundredths' | 'maxScore'>,
	b: Pick<PaperMark, 'earnedHundredths' | 'maxScore'>
): number => a.earnedHundredths * (b.maxScore || 1) - b.earnedHundredths * (a.maxScore || 1);

/** Areas of a profile in which less than the least share was earned. */
export const shortAreas = (
	profile: readonly AreaScore[],
	minima: NonNullable<PassRule['minima']>
): AreaScore[] =>
	profile.filter(({ area, earnedHundredths, marks }) => earnedHundredths < (minima[area] ?? 0) * marks);

/** Marks earned by knowledge area, in the order in which the areas are first met. */
export function profileOf(
	marks: readonly Pick<QuestionMark, 'area' | 'marks' | 'earnedHundredths'>[]
): AreaScore[] {
	const areas = new Map<AreaScore['area'], AreaScore>();
	for (const { area, marks: worth, earnedHundredths } of marks) {
		let score = areas.get(area);
		if (!score) areas.set(area, (score = { area, earnedHundredths: 0, marks: 0 }));
		score.earnedHundredths += earnedHundredths;
		score.marks += worth;
	}
	return [...areas.values()];
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
