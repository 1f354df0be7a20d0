import type { Locale } from '$lib/i18n/locales';

/** Every kind of question that the bank keeps, in the order in which a paper asks them. */
export const questionTypes = [
	'single',
	'multiple',
	'trueFalse',
	'numeric',
	'fillIn',
	'matching',
	'ordering',
	'shortAnswer',
	'essay'
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Expected time of a question that says none, in seconds. */
export const USUAL_SECONDS: Record<QuestionType, number> = {
	single: 60,
	multiple: 90,
	trueFalse: 40,
	numeric: 120,
	fillIn: 75,
	matching: 90,
	ordering: 90,
	shortAnswer: 150,
	essay: 900
};

/**
 * Words in either language or both; at least one is there and not empty. Markdown: emphasis, lists, tables, `$…$` and
 * `$$…$$` for formulas, pictures as `![what it shows](name of a file)`.
 */
export type Words = Partial<Record<Locale, string>>;

/** A way to turn what was chosen among several options into marks. */
export const multiplePolicies = ['allOrNothing', 'partial', 'partialWithPenalty', 'perOption'] as const;
export type MultiplePolicy = (typeof multiplePolicies)[number];

export interface Option {
	/** `a`, `b` … in the order in which the author wrote them. */
	id: string;
	text: Words;
	/** Said to whoever chose it, once results are out. */
	feedback?: Words;
	/** Of the question's marks, in percent from -100 to 100; asked for by `perOption` only. */
	share?: number;
}

interface Base {
	stem: Words;
	/** Why the answer is what it is: shown with released results and in practice. */
	explanation?: Words;
}

/** One option is right. With `perOption` others may earn a part. */
export interface SingleQuestion extends Base {
	type: 'single';
	options: Option[];
	correct: string;
	policy: 'allOrNothing' | 'perOption';
}

export interface MultipleQuestion extends Base {
	type: 'multiple';
	options: Option[];
	/** Ids of all that are right. */
	correct: string[];
	policy: MultiplePolicy;
}

export interface TrueFalseQuestion extends Base {
	type: 'trueFalse';
	correct: boolean;
	feedback?: { true?: Words; false?: Words };
}

/** Numbers are decimal text, as they were written: nothing is lost to binary fractions. */
export interface AcceptedNumber {
	/** `value` plus or minus `tolerance`, or `from` to `to`, both included. */
	range: { value: string; tolerance: string } | { from: string; to: string };
	/** Of the question's marks, in percent, above 0 up to 100. */
	share: number;
	feedback?: Words;
}

export interface NumericQuestion extends Base {
	type: 'numeric';
	accepted: AcceptedNumber[];
	/** The unit that must be given, with others that are taken too: `1 万元` is `10000 元` by a factor of 10000. */
	unit?: { name: string; others: { name: string; factor: string }[] };
}

export interface AcceptedText {
	/** `*` stands for any characters, `\*` for a star. */
	text: string;
	/** In percent, above 0 up to 100. */
	share: number;
	feedback?: Words;
}

/**
 * How an answer is compared: spaces at the ends and doubled ones never matter. `case` and `width` (full-width letters,
 * digits and punctuation of Chinese input methods) matter only where they are true.
 */
export interface TextMatching {
	case: boolean;
	width: boolean;
}

/** Gaps in the stem, each written as `{{id}}`. */
export interface FillInQuestion extends Base {
	type: 'fillIn';
	gaps: { id: string; accepted: AcceptedText[] }[];
	matching: TextMatching;
}

/** What stands on the left belongs to one on the right each; `others` on the right belong to nothing. */
export interface MatchingQuestion extends Base {
	type: 'matching';
	pairs: { id: string; left: Words; right: Words }[];
	others: { id: string; right: Words }[];
	policy: 'allOrNothing' | 'partial';
}

/** Things in their right order. `partial`: a share for each that stands directly after the one it belongs after. */
export interface OrderingQuestion extends Base {
	type: 'ordering';
	items: { id: string; text: Words }[];
	policy: 'allOrNothing' | 'partial';
}

/** A few words, compared with what is accepted; where nothing is listed a marker reads them. */
export interface ShortAnswerQuestion extends Base {
	type: 'shortAnswer';
	accepted: AcceptedText[];
	matching: TextMatching;
}

export interface RubricRow {
	id: string;
	criterion: Words;
	/** From the best to the worst; shares of the row in percent, the first 100. */
	levels: { share: number; words: Words }[];
	/** Of the question's marks, in percent; those of all rows make 100. */
	weight: number;
}

/** Read by a marker along a rubric. */
export interface EssayQuestion extends Base {
	type: 'essay';
	rubric: RubricRow[];
	/** What a good answer holds: for markers only. */
	model?: Words;
	/** Most characters. */
	longest?: number;
}

export type Question =
	| SingleQuestion
	| MultipleQuestion
	| TrueFalseQuestion
	| NumericQuestion
	| FillInQuestion
	| MatchingQuestion
	| OrderingQuestion
	| ShortAnswerQuestion
	| EssayQuestion;

/** Material with several questions that stay together on every paper. */
export interface CaseGroup {
	title: Words;
	material: Words;
	questions: Question[];
}

/**
 * What a candidate gave, by the question's type: an option's id (`single`), ids (`multiple`), a truth, a number with
 * its unit, a text by gap, the right side's id by pair, ids in order, a text. Null or missing parts: not answered.
 */
export interface Given {
	single: string;
	multiple: string[];
	trueFalse: boolean;
	numeric: { number: string; unit?: string };
	fillIn: Record<string, string>;
	matching: Record<string, string>;
	ordering: string[];
	shortAnswer: string;
	essay: string;
}
