import { LONGEST_ANSWER, LONGEST_ESSAY, choiceIds, type AnyGiven, type Shown } from '$lib/features/bank';

/** Most characters of a number, and of its unit: more than forms let anybody type. */
const LONGEST_NUMBER = 60;

/** What a question can be answered with, made of what is shown of it; never of its key. */
export interface AnswerShape {
	type: Shown['type'];
	/** Ids that can be chosen, put in order or given to a left side. */
	choices: ReadonlySet<string>;
	/** Ids of gaps, or of left sides. */
	places: ReadonlySet<string>;
	/** Most characters of a text. */
	longest: number;
}

export function shapeOf(shown: Shown): AnswerShape {
	const places =
		shown.type === 'fillIn' ? shown.gaps : shown.type === 'matching' ? shown.lefts.map(({ id }) => id) : [];
	return {
		type: shown.type,
		choices: new Set(choiceIds(shown)),
		places: new Set(places),
		longest: shown.type === 'essay' ? (shown.longest ?? LONGEST_ESSAY) : LONGEST_ANSWER
	};
}

/**
 * Whether an answer fits its question by kind: ids and shapes, not whether it is right. What is taken back (null) fits
 * always.
 */
export function fits(given: AnyGiven | null, shape: AnswerShape): boolean {
	if (given === null) return true;
	switch (shape.type) {
		case 'single':
			return typeof given === 'string' && shape.choices.has(given);
		case 'trueFalse':
			return typeof given === 'boolean';
		case 'multiple':
		case 'ordering':
			return (
				Array.isArray(given) &&
				new Set(given).size === given.length &&
				given.every((id) => shape.choices.has(id))
			);
		case 'numeric':
			return isRecord(given) && isNumber(given);
		case 'fillIn':
			return hasPairs(given, (gap, text) => shape.places.has(gap) && isText(text, shape.longest));
		case 'matching':
			return hasPairs(given, (left, right) => shape.places.has(left) && shape.choices.has(right));
		case 'shortAnswer':
		case 'essay':
			return isText(given, shape.longest);
	}
}

const isRecord = (given: unknown): given is Record<string, string> =>
	typeof given === 'object' && given !== null && !Array.isArray(given);

const hasPairs = (given: unknown, fit: (key: string, value: string) => boolean): boolean =>
	isRecord(given) && Object.entries(given).every(([key, value]) => fit(key, value));

/** Characters as a database counts them. */
const isText = (text: unknown, longest: number): boolean =>
	typeof text === 'string' && (text.length <= longest || [...text].length <= longest);

function isNumber({ number, unit, ...rest }: Record<string, string>): boolean {
	return (
		Object.keys(rest).length === 0 &&
		isText(number, LONGEST_NUMBER) &&
		/\S/.test(number ?? '') &&
		(unit === undefined || isText(unit, LONGEST_NUMBER))
	);
}
